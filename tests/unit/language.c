/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/language.h"

typedef struct Sample {
    const char *code;
    const char *text;
} Sample;

static const Sample samples[] = {
    { "en", "Please check whether the printer in the library is on before you leave, and tell us "
            "if it was not." },
    { "de", "Bitte prüft, ob der Drucker in der Bibliothek noch läuft, bevor ihr geht, und sagt "
            "uns, wenn nicht." },
    { "de", "Bitte pruefen, ob der Drucker noch laeuft, und mir sagen, wenn das nicht der Fall ist "
            "oder er fuer laenger ausfaellt." },
    { "fr", "Merci de vérifier que l'imprimante de la bibliothèque est éteinte avant de partir et "
            "de nous le dire." },
    { "es", "Por favor, comprueben si la impresora de la biblioteca está apagada antes de salir y "
            "avisen si no lo está." },
    { "it", "Per favore controllate che la stampante della biblioteca sia spenta prima di uscire e "
            "diteci se non lo è." },
    { "pt", "Por favor verifiquem se a impressora da biblioteca está desligada antes de sair e "
            "avisem se não estiver." },
    { "nl", "Wil je controleren of de printer in de bibliotheek uit staat voordat je weggaat, en "
            "ons zeggen als dat niet zo is?" },
    { "sv", "Kontrollera om skrivaren i biblioteket är avstängd innan du går, och säg till oss om "
            "den inte var det." },
    { "da", "Tjek venligst om printeren på biblioteket er slukket, før du går, og sig til os hvis "
            "den ikke var det nu." },
    { "no", "Sjekk om skriveren på biblioteket er slått av før du går, og si fra til oss hvis den "
            "ikke var det nå." },
    { "fi", "Tarkista, onko kirjaston tulostin sammutettu ennen kuin lähdet, ja kerro meille, jos "
            "se ei ole, niin että voi korjata." },
    { "pl", "Proszę sprawdzić, czy drukarka w bibliotece jest wyłączona przed wyjściem, i dać nam "
            "znać, jeśli nie jest." },
    { "cs", "Prosím zkontrolujte, jestli je tiskárna v knihovně vypnutá, než odejdete, a řekněte "
            "nám, když nebyla." },
    { "sk", "Prosím skontrolujte, či je tlačiareň v knižnici vypnutá, než odídete, a povedzte nám, "
            "keď nebola, aby sme vedeli." },
    { "hu", "Kérem, ellenőrizze, hogy a könyvtár nyomtatója ki van-e kapcsolva, mielőtt elmegy, és "
            "szóljon, ha nem." },
    { "ro", "Vă rog să verificați dacă imprimanta din bibliotecă este oprită înainte de a pleca și "
            "să ne spuneți dacă nu." },
    { "hr", "Molimo vas provjerite je li pisač u knjižnici ugašen prije nego što odete i javite "
            "nam ako nije bio, jer se kvari." },
    { "tr", "Lütfen çıkmadan önce kütüphanedeki yazıcının kapalı olup olmadığını kontrol edin ve "
            "değilse bize bir haber verin." },
    { "id", "Silakan periksa apakah mesin cetak di perpustakaan sudah mati sebelum anda pulang, "
            "dan beri tahu kami jika tidak." },
    { "vi", "Vui lòng kiểm tra xem máy in trong thư viện đã tắt chưa trước khi ra về và báo cho "
            "chúng tôi nếu không." },
    { "et", "Palun kontrolli, kas raamatukogu printer on välja lülitatud, enne kui lahkud, ja anna "
            "meile teada, kui see ei ole." },
    { "ru", "Пожалуйста, проверьте, выключен ли принтер в библиотеке, перед тем как уйти, и "
            "скажите нам, если нет." },
    { "uk", "Будь ласка, перевірте, чи вимкнено принтер у бібліотеці, перш ніж піти, і скажіть "
            "нам, якщо ні." },
    { "bg", "Моля, проверете дали принтерът в библиотеката е изключен, преди да си тръгнете, и ни "
            "кажете, ако не е." },
    { "el", "Παρακαλώ ελέγξτε αν ο εκτυπωτής στη βιβλιοθήκη είναι κλειστός πριν φύγετε και πείτε "
            "μας αν δεν είναι." },
    { "he", "אנא בדקו אם המדפסת בספרייה כבויה לפני שאתם יוצאים, ותגידו לנו אם היא לא הייתה כבויה "
            "הבוקר או אתמול" },
    { "ar", "يرجى التحقق مما إذا كانت الطابعة في المكتبة مطفأة قبل المغادرة وإخبارنا إذا لم تكن "
            "كذلك هذا الصباح" },
    { "fa", "لطفاً بررسی کنید که چاپگر کتابخانه پیش از رفتن شما خاموش باشد و اگر نبود به ما بگویید "
            "تا درست کنیم" },
    { "th", "กรุณาตรวจสอบว่าเครื่องพิมพ์ในห้องสมุดปิดอยู่ก่อนที่คุณจะออกไป" },
    { "ko", "나가기 전에 도서관의 프린터가 꺼져 있는지 확인하고 그렇지 않으면 우리에게 알려 주세요 "
            "부탁드립니다 "
            "어제도 밤새 켜져 있어서 종이가 모두 없어졌습니다 그래서 다시 말씀드립니다" },
    { "ja", "お帰りになる前に、図書館のプリンターの電源が切れているかどうか確認してください。" },
    { "zh", "请在离开之前检查图书馆的打印机是否已经关闭，如果没有关闭请告诉我们。" },
};

static void test_languages(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        unsigned confidence = 0;
        const char *code = language_guess(span_of(samples[i].text), &confidence);
        g_test_message("%s", samples[i].text);
        g_assert_cmpstr(code, ==, samples[i].code);
        g_assert_cmpuint(confidence, >, 50);
        g_assert_cmpuint(confidence, <, 100);
    }
}

static void test_too_little_to_tell(void)
{
    static const char *const texts[] = {
        "",
        "Please do not.",
        "4711 4712 4713 -------------------------------------------------- "
        "0000000000000000000000000000",
        "Meyer Schulze Lehmann Kowalski Petrov Andersson Nakamura Papadopoulos Nguyen Kovacs "
        "Ionescu Horvat",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        unsigned confidence = 7;
        g_assert_null(language_guess(span_of(texts[i]), &confidence));
        g_assert_cmpuint(confidence, ==, 0);
    }
}

/* The words at the head count; what comes later than 16 KiB does not. */
static void test_reads_the_head_only(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    while (text->len < 17 * 1024) {
        g_string_append(text, "this is the first of all the words that you have ");
    }
    while (text->len < 200 * 1024) {
        g_string_append(text, "das ist das erste von den Wörtern, die wir nicht haben ");
    }
    g_assert_cmpstr(language_guess(span_make(text->str, text->len), NULL), ==, "en");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/language/samples", test_languages);
    g_test_add_func("/language/too-little", test_too_little_to_tell);
    g_test_add_func("/language/head", test_reads_the_head_only);
    return g_test_run();
}
