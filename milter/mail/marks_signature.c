/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"
#include "phrase_index.h"

#define MOST_DEVICE_BYTES   120
#define MOST_SIGN_OFF_BYTES 60

/* What telephones and webmail put under a mail: beginnings of lines, since product names change
 * every year. */
static const PhraseRow devices[] = {
    { "en", 0,
      "sent from my |sent from outlook|sent from mail for |sent from yahoo|sent from gmail|"
      "sent from proton|sent from typeapp|sent from bluemail|sent from samsung|"
      "sent from mailspring|sent from nylas|sent from airmail|sent from mailbox|"
      "sent from windows mail|sent from surface|sent from ipad|sent from iphone|"
      "sent from android|sent from aol|sent from zimbra|sent from hey|sent from a mobile|"
      "sent from the |sent from postbox|sent from newton|sent from thunderbird|sent via |"
      "sent with |sent using |sent on the go|get outlook for |get bluemail for " },
    { "de", 0,
      "von meinem |von meiner |gesendet von |gesendet mit |diese nachricht wurde von |"
      "holen sie sich outlook|outlook für " },
    { "fr", 0,
      "envoyé de |envoyé depuis |envoyé à partir |envoyé avec |obtenez outlook|"
      "télécharger outlook" },
    { "es", 0, "enviado desde |enviado con |obtener outlook|obtén outlook" },
    { "pt", 0,
      "enviado do meu |enviado de meu |enviado via |enviada do meu |enviado a partir |"
      "obter o outlook" },
    { "it", 0, "inviato da|inviato dal|ottieni outlook" },
    { "nl", 0, "verstuurd vanaf |verzonden vanaf |verzonden met |verstuurd met |outlook voor " },
    { "da", 0, "sendt fra |sendt med |hent outlook" },
    { "no", 0, "sendt fra |få outlook" },
    { "sv", 0, "skickat från |skickades från |hämta outlook" },
    { "fi", 0, "lähetetty |hanki outlook" },
    { "pl", 0, "wysłano z |wysłane z |pobierz outlook" },
    { "cs", 0, "odesláno z |získat outlook" },
    { "sk", 0, "odoslané z " },
    { "hu", 0, "elküldve |küldve " },
    { "ro", 0, "trimis de pe " },
    { "hr", 0, "poslano s |poslano sa " },
    { "tr", 0, "iphone'umdan gönderildi|android için outlook|ios için outlook" },
    { "ru", 0, "отправлено с |отправлено из |отправлено от |отправлено через " },
    { "uk", 0, "надіслано з |відправлено з " },
    { "bg", 0, "изпратено от |изпратено с " },
    { "et", 0, "saadetud minu |saadetud seadmest " },
    { "fa", 0, "ارسال شده از |فرستاده شده از " },
    { "el", 0, "στάλθηκε από " },
    { "ar", 0, "أرسلت من |تم الإرسال من " },
    { "he", 0, "נשלח מה" },
    { "ko", 0, "나의 iphone에서 보냄|내 iphone에서 보냄" },
    { "ja", 0, "iphoneから送信|ipadから送信" },
    { "zh", 0, "发自我的|从我的 iphone 发送|從我的 iphone 傳送|获取 outlook" },
    { "vi", 0, "đã gửi từ |gửi từ " },
    { "id", 0, "dikirim dari |terkirim dari " },
    { "th", 0, "ส่งจาก iphone" },
};

/* Closing formulas: weak by themselves, telling when a name follows that is not the poster's. */
static const PhraseRow sign_offs[] = {
    { "en", 0,
      "regards|best regards|kind regards|warm regards|with best regards|best wishes|"
      "yours sincerely|yours faithfully|yours truly|sincerely|respectfully|thank you|thanks|"
      "many thanks|cheers|best" },
    { "de", 0,
      "mit freundlichen grüßen|mit freundlichen gruessen|mit freundlichem gruß|freundliche grüße|"
      "viele grüße|liebe grüße|beste grüße|schöne grüße|hochachtungsvoll|mfg|gruß|gruss" },
    { "fr", 0, "cordialement|bien cordialement|salutations|merci|bien à vous|veuillez agréer" },
    { "es", 0, "saludos|un saludo|atentamente|cordialmente|gracias" },
    { "pt", 0, "atenciosamente|cumprimentos|com os melhores cumprimentos|abraços|obrigado" },
    { "it", 0, "cordiali saluti|distinti saluti|saluti|grazie" },
    { "nl", 0, "met vriendelijke groet|vriendelijke groeten|hoogachtend|groeten|groetjes" },
    { "da", 0, "med venlig hilsen|venlig hilsen|mvh" },
    { "no", 0, "med vennlig hilsen|vennlig hilsen" },
    { "sv", 0, "med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|hälsningar" },
    { "fi", 0, "ystävällisin terveisin|terveisin" },
    { "et", 0, "lugupidamisega" },
    { "pl", 0, "pozdrawiam|z poważaniem|z pozdrowieniami" },
    { "cs", 0, "s pozdravem|s přátelským pozdravem|děkuji" },
    { "sk", 0, "s pozdravom|ďakujem" },
    { "hu", 0, "üdvözlettel|tisztelettel|köszönettel" },
    { "ro", 0, "cu stimă|cu respect|mulțumesc" },
    { "hr", 0, "srdačan pozdrav|lijep pozdrav|s poštovanjem" },
    { "tr", 0, "saygılarımla|saygılarımızla|iyi çalışmalar|teşekkürler" },
    { "ru", 0, "с уважением|с наилучшими пожеланиями|спасибо" },
    { "uk", 0, "з повагою|дякую" },
    { "bg", 0, "с уважение|поздрави" },
    { "el", 0, "με εκτίμηση|με φιλικούς χαιρετισμούς" },
    { "ar", 0, "مع خالص التحيات|مع التحية" },
    { "fa", 0, "با احترام|با تشکر" },
    { "he", 0, "בברכה" },
    { "ko", 0, "감사합니다" },
    { "ja", 0, "よろしくお願い|敬具" },
    { "zh", 0, "此致|谢谢" },
    { "vi", 0, "trân trọng" },
    { "id", 0, "salam|hormat kami|terima kasih" },
    { "th", 0, "ขอแสดงความนับถือ" },
};

static const PhraseIndex *devices_index(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(devices, G_N_ELEMENTS(devices)));
    }
    return (const PhraseIndex *)made;
}

static const PhraseIndex *sign_offs_index(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(sign_offs, G_N_ELEMENTS(sign_offs)));
    }
    return (const PhraseIndex *)made;
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
    const Phrase *phrase = phrase_index_find(devices_index(), span_of(folded), 0);
    return phrase == NULL || is_prose(folded) ? NULL : phrase->row->language;
}

const char *marks_sign_off(Span line)
{
    line = span_trim(line);
    g_autofree char *folded = line.length < 2 ? NULL : marks_fold(line, MOST_SIGN_OFF_BYTES);
    if (folded == NULL) {
        return NULL;
    }
    const Phrase *phrase = phrase_index_find(sign_offs_index(), span_of(folded), 0);
    if (phrase == NULL) {
        return NULL;
    }
    /* "Thanks for the hint, I will try it" is no closing formula. */
    const char *rest = folded + phrase->text.length;
    rest += strspn(rest, "!., ");
    return strlen(rest) <= 24 &&
                   (*rest == '\0' || strchr("!., ", folded[phrase->text.length]) != NULL)
               ? phrase->row->language
               : NULL;
}
