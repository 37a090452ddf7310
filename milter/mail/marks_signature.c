/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

#define MOST_DEVICE_BYTES   120
#define MOST_SIGN_OFF_BYTES 60

typedef struct PhraseRow {
    const char *language;
    const char *phrase; /* a line begins with it, in any case */
} PhraseRow;

/* What telephones and webmail put under a mail. A prefix each, since product names change every
 * year. */
static const PhraseRow devices[] = {
    { "en", "sent from my " },
    { "en", "sent from outlook" },
    { "en", "sent from mail for " },
    { "en", "sent from yahoo" },
    { "en", "sent from gmail" },
    { "en", "sent from proton" },
    { "en", "sent from typeapp" },
    { "en", "sent from bluemail" },
    { "en", "sent from samsung" },
    { "en", "sent from mailspring" },
    { "en", "sent from nylas" },
    { "en", "sent from airmail" },
    { "en", "sent from mailbox" },
    { "en", "sent from windows mail" },
    { "en", "sent from surface" },
    { "en", "sent from ipad" },
    { "en", "sent from iphone" },
    { "en", "sent from android" },
    { "en", "sent from aol" },
    { "en", "sent from zimbra" },
    { "en", "sent from hey" },
    { "en", "sent from a mobile" },
    { "en", "sent from the " },
    { "en", "sent from postbox" },
    { "en", "sent from newton" },
    { "en", "sent from thunderbird" },
    { "en", "sent via " },
    { "en", "sent with " },
    { "en", "sent using " },
    { "en", "sent on the go" },
    { "en", "get outlook for " },
    { "en", "get bluemail for " },
    { "de", "von meinem " },
    { "de", "von meiner " },
    { "de", "gesendet von " },
    { "de", "gesendet mit " },
    { "de", "diese nachricht wurde von " },
    { "de", "holen sie sich outlook" },
    { "de", "outlook für " },
    { "fr", "envoyé de " },
    { "fr", "envoyé depuis " },
    { "fr", "envoyé à partir " },
    { "fr", "envoyé avec " },
    { "fr", "obtenez outlook" },
    { "fr", "télécharger outlook" },
    { "es", "enviado desde " },
    { "es", "enviado con " },
    { "es", "obtener outlook" },
    { "es", "obtén outlook" },
    { "pt", "enviado do meu " },
    { "pt", "enviado de meu " },
    { "pt", "enviado via " },
    { "pt", "enviada do meu " },
    { "pt", "enviado a partir " },
    { "pt", "obter o outlook" },
    { "it", "inviato da" },
    { "it", "inviato dal" },
    { "it", "ottieni outlook" },
    { "nl", "verstuurd vanaf " },
    { "nl", "verzonden vanaf " },
    { "nl", "verzonden met " },
    { "nl", "verstuurd met " },
    { "nl", "outlook voor " },
    { "da", "sendt fra " },
    { "da", "sendt med " },
    { "da", "hent outlook" },
    { "no", "sendt fra " },
    { "no", "få outlook" },
    { "sv", "skickat från " },
    { "sv", "skickades från " },
    { "sv", "hämta outlook" },
    { "fi", "lähetetty " },
    { "fi", "hanki outlook" },
    { "pl", "wysłano z " },
    { "pl", "wysłane z " },
    { "pl", "pobierz outlook" },
    { "cs", "odesláno z " },
    { "cs", "získat outlook" },
    { "sk", "odoslané z " },
    { "hu", "elküldve " },
    { "hu", "küldve " },
    { "ro", "trimis de pe " },
    { "hr", "poslano s " },
    { "hr", "poslano sa " },
    { "tr", "iphone'umdan gönderildi" },
    { "tr", "android için outlook" },
    { "tr", "ios için outlook" },
    { "ru", "отправлено с " },
    { "ru", "отправлено из " },
    { "ru", "отправлено от " },
    { "ru", "отправлено через " },
    { "uk", "надіслано з " },
    { "uk", "відправлено з " },
    { "el", "στάλθηκε από " },
    { "ar", "أرسلت من " },
    { "ar", "تم الإرسال من " },
    { "he", "נשלח מה" },
    { "ko", "나의 iphone에서 보냄" },
    { "ko", "내 iphone에서 보냄" },
    { "ja", "iphoneから送信" },
    { "ja", "ipadから送信" },
    { "zh", "发自我的" },
    { "zh", "从我的 iphone 发送" },
    { "zh", "從我的 iphone 傳送" },
    { "zh", "获取 outlook" },
    { "vi", "đã gửi từ " },
    { "vi", "gửi từ " },
    { "id", "dikirim dari " },
    { "id", "terkirim dari " },
    { "th", "ส่งจาก iphone" },
};

/* Closing formulas: weak by themselves, telling when a name follows that is not the poster's. */
static const PhraseRow sign_offs[] = {
    { "en", "regards" },
    { "en", "best regards" },
    { "en", "kind regards" },
    { "en", "warm regards" },
    { "en", "with best regards" },
    { "en", "best wishes" },
    { "en", "yours sincerely" },
    { "en", "yours faithfully" },
    { "en", "yours truly" },
    { "en", "sincerely" },
    { "en", "respectfully" },
    { "en", "thank you" },
    { "en", "thanks" },
    { "en", "many thanks" },
    { "en", "cheers" },
    { "en", "best" },
    { "de", "mit freundlichen grüßen" },
    { "de", "mit freundlichen gruessen" },
    { "de", "mit freundlichem gruß" },
    { "de", "freundliche grüße" },
    { "de", "viele grüße" },
    { "de", "liebe grüße" },
    { "de", "beste grüße" },
    { "de", "schöne grüße" },
    { "de", "hochachtungsvoll" },
    { "de", "mfg" },
    { "de", "lg" },
    { "de", "vg" },
    { "de", "gruß" },
    { "de", "gruss" },
    { "fr", "cordialement" },
    { "fr", "bien cordialement" },
    { "fr", "salutations" },
    { "fr", "merci" },
    { "fr", "bien à vous" },
    { "fr", "veuillez agréer" },
    { "es", "saludos" },
    { "es", "un saludo" },
    { "es", "atentamente" },
    { "es", "cordialmente" },
    { "es", "gracias" },
    { "pt", "atenciosamente" },
    { "pt", "cumprimentos" },
    { "pt", "com os melhores cumprimentos" },
    { "pt", "abraços" },
    { "pt", "obrigado" },
    { "it", "cordiali saluti" },
    { "it", "distinti saluti" },
    { "it", "saluti" },
    { "it", "grazie" },
    { "nl", "met vriendelijke groet" },
    { "nl", "vriendelijke groeten" },
    { "nl", "hoogachtend" },
    { "nl", "groeten" },
    { "nl", "groetjes" },
    { "da", "med venlig hilsen" },
    { "da", "venlig hilsen" },
    { "da", "mvh" },
    { "no", "med vennlig hilsen" },
    { "no", "vennlig hilsen" },
    { "sv", "med vänlig hälsning" },
    { "sv", "med vänliga hälsningar" },
    { "sv", "vänliga hälsningar" },
    { "sv", "hälsningar" },
    { "fi", "ystävällisin terveisin" },
    { "fi", "terveisin" },
    { "fi", "t." },
    { "et", "lugupidamisega" },
    { "pl", "pozdrawiam" },
    { "pl", "z poważaniem" },
    { "pl", "z pozdrowieniami" },
    { "cs", "s pozdravem" },
    { "cs", "s přátelským pozdravem" },
    { "cs", "děkuji" },
    { "sk", "s pozdravom" },
    { "sk", "ďakujem" },
    { "hu", "üdvözlettel" },
    { "hu", "tisztelettel" },
    { "hu", "köszönettel" },
    { "ro", "cu stimă" },
    { "ro", "cu respect" },
    { "ro", "mulțumesc" },
    { "hr", "srdačan pozdrav" },
    { "hr", "lijep pozdrav" },
    { "hr", "s poštovanjem" },
    { "tr", "saygılarımla" },
    { "tr", "saygılarımızla" },
    { "tr", "iyi çalışmalar" },
    { "tr", "teşekkürler" },
    { "ru", "с уважением" },
    { "ru", "с наилучшими пожеланиями" },
    { "ru", "спасибо" },
    { "uk", "з повагою" },
    { "uk", "дякую" },
    { "bg", "с уважение" },
    { "bg", "поздрави" },
    { "el", "με εκτίμηση" },
    { "el", "με φιλικούς χαιρετισμούς" },
    { "ar", "مع خالص التحيات" },
    { "ar", "مع التحية" },
    { "he", "בברכה" },
    { "ko", "감사합니다" },
    { "ja", "よろしくお願い" },
    { "ja", "敬具" },
    { "zh", "此致" },
    { "zh", "谢谢" },
    { "vi", "trân trọng" },
    { "id", "salam" },
    { "id", "hormat kami" },
    { "id", "terima kasih" },
    { "th", "ขอแสดงความนับถือ" },
};

static const PhraseRow *find_prefix(const PhraseRow *rows, size_t count, const char *folded)
{
    for (size_t i = 0; i < count; i++) {
        if (g_str_has_prefix(folded, rows[i].phrase)) {
            return &rows[i];
        }
    }
    return NULL;
}

/* A sentence that only begins like a device line goes on with a comma: "Sent from my desk, it is
 * easier than ..." */
static bool is_prose(const char *folded)
{
    return strstr(folded, ", ") != NULL || g_str_has_suffix(folded, "?") ||
           (g_str_has_suffix(folded, ".") && strchr(folded, '.') != folded + strlen(folded) - 1);
}

const char *marks_device(Span line)
{
    line = span_trim(line);
    while (line.length > 0 && strchr("*_(<[", line.text[0]) != NULL) {
        line = span_slice(line, 1, line.length);
    }
    g_autofree char *folded = line.length < 10 ? NULL : marks_fold(line, MOST_DEVICE_BYTES);
    if (folded == NULL) {
        return NULL;
    }
    const PhraseRow *row = find_prefix(devices, G_N_ELEMENTS(devices), folded);
    return row == NULL || is_prose(folded) ? NULL : row->language;
}

const char *marks_sign_off(Span line)
{
    line = span_trim(line);
    g_autofree char *folded = line.length < 2 ? NULL : marks_fold(line, MOST_SIGN_OFF_BYTES);
    if (folded == NULL) {
        return NULL;
    }
    const PhraseRow *row = find_prefix(sign_offs, G_N_ELEMENTS(sign_offs), folded);
    if (row == NULL) {
        return NULL;
    }
    /* "Thanks for the hint, I will try it" is no closing formula. */
    const char *rest = folded + strlen(row->phrase);
    rest += strspn(rest, "!., ");
    return strlen(rest) <= 24 &&
                   (*rest == '\0' || strchr("!., ", folded[strlen(row->phrase)]) != NULL)
               ? row->language
               : NULL;
}
