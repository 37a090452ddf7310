/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted.h"
#include "phrase_index.h"

#define MOST_LINE_BYTES 160

/*
 * What people write before they paste, and how the pasted begins, by language. RECEIVED says that
 * it came from elsewhere, BELOW only that something follows; OPENING begins a line of a notice that
 * nobody writes to a list himself.
 */
enum { RECEIVED, BELOW, OPENING };

static const PhraseRow rows[] = {
    { "en", RECEIVED,
      "i got this|just got this|just received|i received this|got this from|received this "
      "from|received the following|"
      "got the following|got this today|got this yesterday|sent to me|sent me this|sent this "
      "round|sent this to "
      "me|snagged this|saw this on|"
      "saw this in|spotted this|found this on|found this in|seen on|came across this|asked to "
      "forward|asked me to forward|pass this on|"
      "pass this along|passing this|passing along|passing it|forwarding this|forwarded to me|from "
      "a friend|from a colleague|"
      "this came from|this just in|this arrived|was posted to|taken from|borrowed from" },
    { "en", BELOW,
      "fyi|forwarded|forwarding|see below|below is|message below|text below|article below|copied "
      "below|pasted below|pasting|"
      "thought you might|thought some of you|might be of interest|may be of interest|might "
      "interest|here's the text|"
      "here is the text|see the article|here's an article|interesting article|has anyone seen "
      "this|is this true|"
      "is this for real|is this real|any comments|comments?" },
    { "en", OPENING,
      "this mail is from|this message is from|this notice is from|this email is from|this e-mail "
      "is from|"
      "this is a message from|this is an automated|this is a notice|this is an important|this "
      "notice|this is to inform|"
      "this is to notify|this message is being sent|this mail is being sent|this note is being "
      "sent|i am writing you|"
      "to all |dear |"
      "for immediate release|press release|warning!|virus warning|virus "
      "alert|urgent|attention|important:|important notice|"
      "security advisory|security bulletin|a message from|please be advised" },
    { "de", RECEIVED,
      "habe ich heute von|habe ich gestern von|habe ich von|habe ich bekommen|habe ich gestern "
      "bekommen|habe ich heute bekommen|hab ich "
      "bekommen|bekommen und|bekam ich|erhielt ich|"
      "habe ich erhalten|hab ich erhalten|zugeschickt|zugesandt|zugespielt|geschickt "
      "bekommen|weitergeleitet|"
      "stand heute|stand gestern|hing heute|hing gestern|lag heute|lag gestern|"
      "gefunden bei|gefunden auf|gefunden in|kam gerade|kam gestern|kam heute|erreichte mich|im "
      "netz gefunden" },
    { "de", BELOW,
      "hänge|haenge|angehängt|anbei|leite|zur info|zur information|zur kenntnis|z.k.|siehe "
      "unten|s.u.|unten stehend|untenstehend|"
      "nachstehend|nachfolgend|im folgenden|folgende mail|folgende nachricht|folgende "
      "warnung|folgendes|den text|hier der text|"
      "ist das wahr|stimmt das|kann das stimmen|abgetippt|was haltet ihr" },
    { "de", OPENING,
      "diese nachricht|diese mail|diese mitteilung|dies ist "
      "eine|an alle|sehr geehrte|"
      "liebe kolleg|liebe mitglieder|liebe kund|liebe eltern|liebe "
      "freunde|achtung|warnung|diese e-mail|wichtig|wichtige mitteilung|"
      "pressemitteilung|virenwarnung|viruswarnung|sicherheitswarnung|hiermit teilen wir|wir "
      "möchten sie" },
    { "fr", RECEIVED,
      "j'ai reçu|je viens de recevoir|reçu ceci|reçu ce|reçu hier|on m'a envoyé|m'a été "
      "envoyé|trouvé sur" },
    { "fr", BELOW,
      "ci-dessous|ci-joint|ci dessous|je vous transmets|je vous fais suivre|je fais suivre|je vous "
      "transfère|pour info|"
      "pour information|voici le|je vous mets le texte|voir plus bas|est-ce vrai" },
    { "fr", OPENING,
      "ce message vous est|ce message est|ceci est un|à tous|madame, monsieur|chers "
      "|attention|avis |communiqué|important|alerte|"
      "nous vous informons" },
    { "es", RECEIVED,
      "recibí|he recibido|me ha llegado|me llegó|me enviaron|me han enviado|encontré esto|me "
      "mandaron" },
    { "es", BELOW,
      "les reenvío|les reenvio|os reenvío|reenvío|reenvio|adjunto|a continuación|más abajo|mas "
      "abajo|les copio|os copio|"
      "para su información|les paso|es verdad esto" },
    { "es", OPENING,
      "este mensaje|estimad|a todos|queridos|atención|aviso|importante|comunicado|alerta|urgente" },
    { "pt", RECEIVED, "recebi|recebemos|chegou-me|me enviaram|vi isto|encontrei isto" },
    { "pt", BELOW,
      "encaminho|reencaminho|repasso|segue abaixo|abaixo|em anexo|para conhecimento|segue o "
      "texto|para informação|é verdade isso" },
    { "pt", OPENING,
      "esta mensagem|prezad|caros|atenção|este aviso|comunicado|alerta|urgente|aviso" },
    { "it", RECEIVED,
      "ho ricevuto|mi è arrivat|mi e' arrivat|mi hanno mandato|mi hanno inviato|ho trovato" },
    { "it", BELOW,
      "vi inoltro|inoltro|in allegato|qui sotto|di seguito|per conoscenza|vi giro|giro a tutti|vi "
      "copio|incollo|sarà vero" },
    { "it", OPENING,
      "questo messaggio|gentile|gentili|cari |a tutti|attenzione|avviso|comunicato|urgente" },
    { "nl", RECEIVED,
      "kreeg ik|ontving ik|heb ik gekregen|dit kreeg|kwam ik tegen|werd mij toegestuurd|ontvangen "
      "van" },
    { "nl", BELOW,
      "hieronder|onderstaand|bijgaand|doorgestuurd|stuur ik door|ter info|ter informatie|zie "
      "onder|is dit waar" },
    { "nl", OPENING,
      "dit bericht|deze mail|beste |geachte|aan alle|let op|waarschuwing|belangrijk" },
    { "sv", RECEIVED, "fick jag|jag fick|har fått|hittade detta|skickades till mig" },
    { "sv", BELOW, "bifogar|nedan|vidarebefordrar|för kännedom" },
    { "sv", OPENING, "detta meddelande|till alla|kära|varning|viktigt" },
    { "da", RECEIVED, "fik jeg|jeg fik|har fået|har jeg fået|har modtaget|fandt dette" },
    { "da", BELOW, "vedhæftet|videresender|nedenfor|herunder|til orientering" },
    { "da", OPENING, "denne besked|denne mail|til alle|kære|advarsel|vigtigt" },
    { "no", RECEIVED, "fikk jeg|jeg fikk|har fått|mottok|fant dette" },
    { "no", BELOW, "vedlagt|videresender|nedenfor|under her|til info|til orientering" },
    { "no", OPENING, "denne meldingen|til alle|kjære|advarsel|viktig" },
    { "fi", RECEIVED, "sain tämän|sain eilen|löysin tämän|minulle lähetettiin" },
    { "fi", BELOW, "alla oleva|alla on|ohessa|välitän|tiedoksi" },
    { "fi", OPENING, "tämä viesti|hyvä |arvoisa|varoitus|huomio|tärkeää" },
    { "et", RECEIVED, "sain selle" },
    { "et", BELOW, "allpool|edastan|teadmiseks" },
    { "et", OPENING, "see teade|lugupeetud|hoiatus|tähelepanu" },
    { "pl", RECEIVED,
      "dostałem|dostałam|otrzymałem|otrzymałam|przyszło do mnie|znalazłem|znalazłam" },
    { "pl", BELOW, "poniżej|przesyłam|przekazuję|do wiadomości|wklejam|czy to prawda" },
    { "pl", OPENING, "ta wiadomość|szanowni|drodzy|do wszystkich|uwaga|ostrzeżenie|ważne" },
    { "cs", RECEIVED, "dostal jsem|dostala jsem|přišlo mi|našel jsem" },
    { "cs", BELOW, "níže|přeposílám|na vědomí|přikládám|posílám" },
    { "cs", OPENING, "tato zpráva|vážen|milí|všem|pozor|upozornění|varování|důležité" },
    { "sk", RECEIVED, "dostal som|dostala som|prišlo mi|našiel som" },
    { "sk", BELOW, "nižšie|preposielam|na vedomie|prikladám|posielam" },
    { "sk", OPENING, "táto správa|vážen|milí|všetkým|pozor|upozornenie|varovanie" },
    { "hu", RECEIVED, "kaptam|ezt küldték|találtam" },
    { "hu", BELOW, "alább|továbbítom|mellékelem|tájékoztatásul|igaz ez" },
    { "hu", OPENING, "ez az üzenet|tisztelt|kedves|figyelem|figyelmeztetés|fontos" },
    { "ro", RECEIVED, "am primit|mi-a venit|am găsit" },
    { "ro", BELOW, "mai jos|vă trimit|redirecționez|spre știință|atașez" },
    { "ro", OPENING, "acest mesaj|stimat|dragi|atenție|avertisment" },
    { "hr", RECEIVED, "dobio sam|dobila sam|stiglo mi je|našao sam" },
    { "hr", BELOW, "u nastavku|prosljeđujem|prosleđujem|ispod|šaljem" },
    { "hr", OPENING, "ova poruka|poštovan|dragi|upozorenje|pažnja|važno" },
    { "tr", RECEIVED, "bana geldi|bana gönderildi|aldım" },
    { "tr", BELOW, "aşağıda|ekte|iletiyorum|bilginize|paylaşıyorum" },
    { "tr", OPENING, "bu ileti|bu mesaj|sayın|değerli|dikkat|uyarı|önemli" },
    { "ru", RECEIVED, "получил|получила|прислали|переслали|пришло мне|нашел|нашёл|нашла" },
    { "ru", BELOW, "пересылаю|пересылаем|ниже|для сведения|к сведению|вот текст|правда ли" },
    { "ru", OPENING, "это сообщение|уважаем|дорогие|всем|внимание|предупреждение|важно|срочно" },
    { "uk", RECEIVED, "отримав|отримала|надіслали|мені прийшло" },
    { "uk", BELOW, "нижче|пересилаю|до відома" },
    { "uk", OPENING, "це повідомлення|шановн|увага|попередження|важливо" },
    { "bg", RECEIVED, "получих|изпратиха ми" },
    { "bg", BELOW, "по-долу|препращам|за сведение" },
    { "bg", OPENING, "това съобщение|уважаем|внимание" },
    { "el", RECEIVED, "έλαβα|μου ήρθε|μου έστειλαν" },
    { "el", BELOW, "παρακάτω|προωθώ|επισυνάπτω" },
    { "el", OPENING, "αυτό το μήνυμα|αγαπητ|προς όλους|προσοχή|προειδοποίηση" },
    { "ar", RECEIVED, "وصلتني|وصلني|استلمت" },
    { "ar", BELOW, "أدناه|أعيد توجيه|للعلم|مرفق" },
    { "ar", OPENING, "هذه الرسالة|السادة|عزيزي|تنبيه|تحذير|هام" },
    { "fa", RECEIVED, "به دستم رسید|دریافت کردم" },
    { "fa", BELOW, "در زیر|پیوست|جهت اطلاع" },
    { "fa", OPENING, "این پیام|همکاران گرامی|دوستان گرامی|هشدار|اطلاعیه" },
    { "he", RECEIVED, "קיבלתי|נשלח אלי" },
    { "he", BELOW, "להלן|מעביר|מעבירה|לידיעתכם|מצורף" },
    { "he", OPENING, "הודעה זו|לכבוד|שלום רב|אזהרה|זהירות" },
    { "ko", RECEIVED, "받았습니다|받은 메일|전달받" },
    { "ko", BELOW, "아래|전달합니다|참고로|공유합니다" },
    { "ko", OPENING, "이 메시지|안내|경고|주의|긴급" },
    { "ja", RECEIVED, "届きました|受け取りました|もらいました" },
    { "ja", BELOW, "以下|転送します|ご参考|下記" },
    { "ja", OPENING, "このメール|警告|注意|重要" },
    { "zh", RECEIVED, "收到" },
    { "zh", BELOW, "如下|转发|轉發|轉寄|供参考|供參考" },
    { "zh", OPENING, "本邮件|各位|尊敬的|紧急|緊急" },
    { "vi", RECEIVED, "nhận được|tôi nhận" },
    { "vi", BELOW, "dưới đây|chuyển tiếp|xin gửi" },
    { "vi", OPENING, "thư này|kính gửi|cảnh báo|khẩn|thông báo" },
    { "id", RECEIVED, "saya terima|saya dapat" },
    { "id", BELOW, "di bawah ini|berikut|saya teruskan|meneruskan" },
    { "id", OPENING, "pesan ini|yth|kepada seluruh|peringatan|penting|perhatian" },
    { "th", RECEIVED, "ได้รับ" },
    { "th", BELOW, "ด้านล่าง|ส่งต่อ" },
    { "th", OPENING, "ข้อความนี้|เรียน|คำเตือน|ด่วน|ประกาศ" },
};

/* Who writes news, in the head of an article: pieces of a line. */
static const PhraseRow agencies[] = {
    { NULL, 0,
      "reuters|associated press|ap writer|afp|dpa|apa|upi|ansa|efe|bbc|cnn|zdnet|cnet|staff "
      "writer|correspondent|reporter|"
      "news service|korrespondent|redaktion|correspondant|corresponsal|redactor" },
};

static const PhraseIndex *words(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(rows, G_N_ELEMENTS(rows)));
    }
    return (const PhraseIndex *)made;
}

static const PhraseIndex *agency_words(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(agencies, G_N_ELEMENTS(agencies)));
    }
    return (const PhraseIndex *)made;
}

/* Whether a word can begin at `at`; scripts that put no blanks between words are taken at every
 * letter. */
static bool begins_word(Span text, size_t at)
{
    unsigned char byte = (unsigned char)text.text[at];
    unsigned char before = at == 0 ? ' ' : (unsigned char)text.text[at - 1];

    return byte >= 0xE0 || (before < 0x80 && !g_ascii_isalnum((char)before));
}

/* A short phrase counts only as words by themselves: "fyi", not "leiter" for "leite". */
static bool ends_word(Span text, size_t end, size_t length)
{
    return length >= 8 || end == text.length || !g_ascii_isalpha(text.text[end]);
}

Introduction pasted_introduction(Span text)
{
    Introduction found = { 0 };

    for (size_t at = 0; at < text.length; at++) {
        const Phrase *phrase = begins_word(text, at) ? phrase_index_find(words(), text, at) : NULL;
        if (phrase != NULL && phrase->row->meaning != OPENING &&
            ends_word(text, at + phrase->text.length, phrase->text.length)) {
            bool is_received = phrase->row->meaning == RECEIVED;
            if (found.phrase.length == 0 || (is_received && !found.is_received)) {
                found = (Introduction){ phrase->text, is_received };
            }
            at += phrase->text.length - 1;
        }
    }
    return found;
}

bool pasted_is_letter_opening(Span line)
{
    g_autofree char *folded = marks_fold(line, MOST_LINE_BYTES);
    Span text = span_of(folded);

    while (text.length > 0 && strchr("*!#=- ", text.text[0]) != NULL) {
        text = span_slice(text, 1, text.length);
    }
    const Phrase *phrase = phrase_index_find(words(), text, 0);
    return phrase != NULL && phrase->row->meaning == OPENING;
}

bool pasted_is_dateline(Span line)
{
    size_t i = 0, capitals = 0;

    line = span_trim(line);
    for (; i < line.length && i < 40 &&
           (g_ascii_isupper(line.text[i]) || strchr(" .,'", line.text[i]) != NULL);
         i++) {
        capitals += g_ascii_isupper(line.text[i]);
    }
    if (capitals < 3 || i == 40 || i == line.length) {
        return false;
    }
    /* "LIMA, Peru (Reuters) -- " and "WASHINGTON--The company has" */
    Span rest = span_slice(line, i, line.length);
    size_t open = span_find(rest, '(', 0), close = span_find(rest, ')', open);
    bool has_agency = open < 30 && close < open + 30 && close + 2 < rest.length &&
                      memchr(rest.text + close, '-', MIN(rest.length - close, 6)) != NULL;
    return has_agency || span_starts_with(rest, "--") || span_starts_with(rest, "- ") ||
           span_starts_with(rest, "—");
}

bool pasted_names_agency(Span line)
{
    g_autofree char *folded = marks_fold(line, MOST_LINE_BYTES);
    Span text = span_of(folded);

    for (size_t at = 0; at < text.length; at++) {
        const Phrase *phrase =
            begins_word(text, at) ? phrase_index_find(agency_words(), text, at) : NULL;
        if (phrase != NULL && ends_word(text, at + phrase->text.length, phrase->text.length)) {
            return true;
        }
    }
    return false;
}

bool pasted_is_byline(Span line)
{
    static const char *const openers[] = { "by ", "von ",  "par ", "por ",
                                           "di ", "door ", "af ",  "av " };

    line = span_trim(line);
    for (size_t i = 0; line.length <= 70 && i < G_N_ELEMENTS(openers); i++) {
        size_t length = strlen(openers[i]);
        bool is_name = line.length > length + 3 && g_ascii_isupper(line.text[length]) &&
                       strchr(".:;?!", line.text[line.length - 1]) == NULL;
        if (is_name && span_starts_with_ascii_caseless(line, openers[i]) &&
            g_ascii_isupper(line.text[0])) {
            return memchr(line.text + length, ' ', line.length - length) != NULL;
        }
    }
    return false;
}
