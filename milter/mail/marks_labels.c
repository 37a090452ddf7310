/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

#define MOST_LABEL_BYTES 48 /* no label is longer, with stars and blanks */

/*
 * The labels of a language, all clients together, separated by bars. English stands first: Gmail
 * writes a local From and English for the rest.
 */
typedef struct LabelRow {
    const char *language;
    const char *from, *to, *cc, *subject, *date, *reply_to;
} LabelRow;

static const LabelRow rows[] = {
    { "en", "from|from address", "to|recipient|recipients", "cc|bcc|copy|copies", "subject|subj|re",
      "date|sent|sent on|date sent|sent at|on", "reply-to|reply to" },
    { "de", "von|absender", "an|empfänger", "cc|kopie|kopie (cc)|kopie an|blindkopie",
      "betreff|betr|betrifft|thema", "datum|gesendet|gesendet am|geschickt|versendet|verschickt",
      "antwort an|antworten an|antwortadresse" },
    { "fr", "de|expéditeur|exp", "à|a|pour|destinataire|destinataires|dest", "cc|copie|copie à|cci",
      "objet|sujet", "date|envoyé|envoyé le|date d'envoi|envoyé à|le", "répondre à|réponse à" },
    { "es", "de|remitente|desde", "para|a|destinatario|destinatarios", "cc|cco|copia|con copia",
      "asunto|tema", "fecha|enviado|enviado el|enviada|fecha de envío", "responder a" },
    { "pt", "de|remetente", "para|destinatário|destinatários", "cc|cco|bcc|c/c|com cópia",
      "assunto", "data|enviado|enviado em|enviada|enviada em|data de envio",
      "responder a|responder para" },
    { "it", "da|mittente", "a|destinatario|destinatari", "cc|ccn|copia", "oggetto",
      "data|inviato|inviato il|data invio", "rispondi a|rispondere a" },
    { "nl", "van|afzender", "aan|naar|ontvanger", "cc|kopie|kopie aan|bcc", "onderwerp|betreft",
      "datum|verzonden|verzonden op|verstuurd|gestuurd",
      "beantwoorden - aan|antwoord aan|beantwoorden aan" },
    { "da", "fra|afsender", "til|modtager", "cc|kopi|kopi til", "emne|vedr", "dato|sendt|sendt den",
      "svar til|svar-til" },
    { "no", "fra|avsender", "til|mottaker", "kopi|kopi til|cc", "emne", "dato|sendt",
      "svar til|svar-til" },
    { "sv", "från|avsändare", "till|mottagare", "kopia|kopia till|cc", "ämne|ärende",
      "datum|skickat|skickades|sänt", "svar till|svara till" },
    { "fi", "lähettäjä|keneltä", "vastaanottaja|vastaanottajat|kenelle", "kopio|cc", "aihe",
      "päivämäärä|päiväys|lähetetty|pvm", "vastaus|vastausosoite|vastaa" },
    { "et", "saatja|kellelt", "saaja|kellele|adressaat", "koopia|cc", "teema",
      "kuupäev|saadetud|saatmisaeg", "vasta" },
    { "lv", "no|sūtītājs", "kam|saņēmējs|adresāts", "kopija", "temats|tēma", "datums|nosūtīts",
      "atbildēt" },
    { "lt", "nuo|siuntėjas", "kam|gavėjas|iki", "kopija", "tema", "data|išsiųsta", "atsakyti" },
    { "pl", "od|nadawca", "do|adresat|odbiorca", "dw|udw|kopia|cc", "temat",
      "data|wysłano|wysłane|data wysłania", "odpowiedź do|odpowiedz do" },
    { "cs", "od|odesílatel|odesilatel", "komu|pro|příjemce", "kopie|cc", "předmět|věc",
      "datum|odesláno|odesláno dne", "odpověď komu|odpovědět" },
    { "sk", "od|odosielateľ", "komu|pre|príjemca", "kópia|cc", "predmet|vec",
      "dátum|odoslané|odoslaný", "odpovedať" },
    { "hu", "feladó|küldő", "címzett|címzettek", "másolat|másolatot kap|cc", "tárgy",
      "dátum|elküldve|küldve|küldés dátuma|küldés ideje", "válaszcím|válasz" },
    { "ro", "de la|expeditorul|expeditor|de", "către|catre|destinatarul|destinatar|pentru",
      "cc|copie", "subiect|subiectul", "dată|data|trimis|trimisă|trimis la", "răspuns către" },
    { "hr", "šalje|od|pošiljatelj|pošiljalac|šalje:", "prima|za|primatelj", "cc|kopija|kopija za",
      "predmet|naslov|tema", "datum|poslano|poslato", "odgovori na|odgovor" },
    { "sl", "od|pošiljatelj", "za|prejemnik", "kp|cc", "zadeva", "datum|poslano", "odgovori" },
    { "sr", "од|шаље|пошиљалац", "за|прима|прималац", "копија", "наслов|предмет|тема",
      "датум|послато", "одговор" },
    { "tr", "kimden|gönderen", "kime|alıcı|alıcılar", "bilgi|cc", "konu",
      "tarih|gönderilen|gönderildi|gönderme tarihi", "yanıt adresi|yanıtla" },
    { "ru", "от|от кого|отправитель|из", "кому|получатель", "копия|копии|cc", "тема",
      "дата|отправлено|послано|дата отправки|отправлен", "ответить|обратный адрес|кому ответить" },
    { "uk", "від|від кого|відправник", "кому|одержувач|отримувач", "копія|cc", "тема",
      "дата|відправлено|надіслано|дата надсилання", "відповісти|зворотна адреса" },
    { "bg", "от|изпращач", "до|получател", "копие|як", "относно|тема", "дата|изпратено|изпратени",
      "отговор до" },
    { "el", "από|αποστολέας", "προς|παραλήπτης", "κοιν.|κοινοποίηση|κοιν", "θέμα",
      "ημερομηνία|στάλθηκε|εστάλη|απεστάλη", "απάντηση σε" },
    { "ar", "من|المرسل", "إلى|الى|المستلم", "نسخة|نسخة إلى|نسخة كربونية", "الموضوع|موضوع",
      "التاريخ|تاريخ|تاريخ الإرسال|أُرسلت|تم الإرسال", "الرد على" },
    { "fa", "از|فرستنده", "به|گیرنده", "رونوشت", "موضوع", "تاریخ|ارسال|فرستاده شده", "پاسخ به" },
    { "he", "מאת|מ", "אל|ל|נמען", "עותק|העתק", "נושא|הנדון", "תאריך|נשלח|נשלח ב", "השב אל" },
    { "ko", "보낸 사람|보낸사람|발신|발신인|보내는 사람|보낸이",
      "받는 사람|받는사람|수신|수신인|받는이", "참조|cc", "제목",
      "날짜|보낸 날짜|보낸날짜|보낸 시간|일시|전송 날짜", "회신" },
    { "ja", "差出人|送信元|送信者|発信者|from", "宛先|送信先|受信者|宛て先", "cc", "件名|題名",
      "日付|日時|送信日時|送信日|日付け", "返信先" },
    { "zh", "发件人|發件人|寄件者|寄件人|发信人|发自|发送人", "收件人|收件者|發送至|发送至|收信人",
      "抄送|副本|抄送人", "主题|主題|主旨|标题",
      "发送时间|發送時間|日期|寄件日期|發送日期|发送日期|时间|傳送時間|发件时间",
      "回复|答复|回覆" },
    { "vi", "từ|người gửi", "đến|tới|người nhận|gửi đến", "cc|đồng gửi|sao gửi|bản sao",
      "chủ đề|tiêu đề|v/v", "ngày|ngày gửi|đã gửi|vào lúc|thời gian|gửi|date", "trả lời" },
    { "id", "dari|pengirim", "kepada|ke|untuk|penerima", "cc|tembusan|salinan",
      "perihal|subjek|hal|judul", "tanggal|dikirim|terkirim|tgl", "balas ke" },
    { "th", "จาก|ผู้ส่ง", "ถึง|ผู้รับ", "สำเนา|สำเนาถึง", "เรื่อง|หัวเรื่อง|หัวข้อ", "วันที่|ส่ง|ส่งเมื่อ|วันที่ส่ง",
      "ตอบกลับ" },
    { "hi", "प्रेषक|से", "प्रति|को|प्रापक", "प्रतिलिपि", "विषय", "दिनांक|भेजा गया|तारीख", "उत्तर" },
    { "ca", "de|remitent", "per a|a|per|destinatari", "cc|a/c|còpia", "assumpte|tema",
      "data|enviat|enviat el", "respon a" },
    { "eu", "nork", "nori|hartzailea", "kopia", "gaia", "data|bidalia", "erantzun" },
    { "gl", "de|remitente", "para|a", "cc|copia", "asunto", "data|enviado", "responder a" },
    { "is", "frá", "til", "afrit", "efni", "dagsetning|sent", "svara" },
};

/* Fields of a raw header that some clients leave standing (mutt, MH, Eudora, Netscape), and what is
 * no label of a person's. */
static const char *const other_fields =
    "received|return-path|delivered-to|x-mailer|x-sender|user-agent|mime-version|content-type|"
    "content-transfer-encoding|"
    "content-disposition|organization|organisation|sender|references|in-reply-to|precedence|list-"
    "id|list-post|list-unsubscribe|"
    "newsgroups|lines|status|x-status|old-subject|errors-to|resent-from|resent-to|resent-date|x-"
    "originating-ip|importance|"
    "priority|x-priority|attachments|anhänge|anlagen|anlage|pièces jointes|pièce "
    "jointe|adjuntos|datos adjuntos|allegati|allegato|anexos|"
    "anexo|bijlagen|bijlage|vedhæftede filer|vedlegg|bilagor|bifogade "
    "filer|liitteet|załączniki|přílohy|mellékletek|"
    "вложения|附件|添付ファイル|wichtigkeit|priorität|importancia|importance|organisation|mailing-"
    "list|x-to|x-cc|apparently-to|mail-from|"
    "folder|posted|article|x-mailer|xref|path|approved|distribution|followup-to|keywords|summary|"
    "comments|thread-topic|thread-index";

static const char *const message_id_fields = "message-id|nachrichten-id|nachricht-id|id";

G_STATIC_ASSERT(G_N_ELEMENTS(rows) <= 64);

typedef struct LabelEntry {
    HeaderLabel label;
    uint64_t languages;
} LabelEntry;

static void add_labels(GHashTable *table, const char *texts, HeaderLabel label, uint64_t languages)
{
    g_auto(GStrv) each = g_strsplit(texts, "|", -1);

    for (char **text = each; *text != NULL; text++) {
        char *folded = marks_fold(span_of(*text), MOST_LABEL_BYTES);
        LabelEntry *entry = g_hash_table_lookup(table, folded);
        if (entry == NULL) {
            entry = g_new0(LabelEntry, 1);
            entry->label = label;
            g_hash_table_insert(table, folded, entry);
        } else {
            g_free(folded);
        }
        /* Where two languages mean different things by one word, the first row stands. */
        entry->languages |= entry->label == label ? languages : 0;
    }
}

/* Folded label -> LabelEntry. Made once, never changed. */
static GHashTable *labels_table(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
            uint64_t language = (uint64_t)1 << i;
            add_labels(table, rows[i].from, LABEL_FROM, language);
            add_labels(table, rows[i].to, LABEL_TO, language);
            add_labels(table, rows[i].cc, LABEL_CC, language);
            add_labels(table, rows[i].subject, LABEL_SUBJECT, language);
            add_labels(table, rows[i].date, LABEL_DATE, language);
            add_labels(table, rows[i].reply_to, LABEL_REPLY_TO, language);
        }
        add_labels(table, message_id_fields, LABEL_MESSAGE_ID, UINT64_MAX);
        add_labels(table, other_fields, LABEL_OTHER, UINT64_MAX);
        g_once_init_leave(&made, (gsize)table);
    }
    return (GHashTable *)made;
}

/* Offset and length of the first colon, narrow or wide, among the first bytes; false when there is
 * none. */
static bool find_colon(Span line, size_t *at, size_t *length)
{
    for (size_t i = 0; i < line.length && i < MOST_LABEL_BYTES; i++) {
        if (line.text[i] == ':' || span_starts_with(span_slice(line, i, line.length), "：")) {
            *at = i;
            *length = line.text[i] == ':' ? 1 : strlen("：");
            return i > 0;
        }
    }
    return false;
}

/* Behind the closing stars of a bold label and the blanks, a no-break space or a left-to-right mark
 * among them. */
static size_t skip_to_value(Span line, size_t at)
{
    static const char *const skipped[] = { " ", "\t", "*", "\u00A0", "\u200E", "\u200F", "\u202F" };

    for (size_t i = 0; i < G_N_ELEMENTS(skipped); i++) {
        if (span_starts_with(span_slice(line, at, line.length), skipped[i])) {
            at += strlen(skipped[i]);
            i = (size_t)-1;
        }
    }
    return at;
}

bool marks_label(Span line, LabelMark *mark)
{
    size_t colon, length;

    if (!find_colon(line, &colon, &length)) {
        return false;
    }
    Span name = span_trim(span_slice(line, 0, colon));
    while (name.length > 0 && (name.text[0] == '*' || name.text[0] == '|')) {
        name = span_trim(span_slice(name, 1, name.length));
    }
    while (name.length > 0 && name.text[name.length - 1] == '*') {
        name = span_trim(span_slice(name, 0, name.length - 1));
    }
    g_autofree char *folded = marks_fold(name, MOST_LABEL_BYTES);
    const LabelEntry *entry = folded == NULL ? NULL : g_hash_table_lookup(labels_table(), folded);
    if (entry == NULL) {
        return false;
    }
    mark->label = entry->label;
    mark->languages = entry->languages;
    mark->value_start = skip_to_value(line, colon + length);
    return true;
}

const char *marks_label_language(uint64_t languages)
{
    return languages == 0 || languages == UINT64_MAX ? NULL
                                                     : rows[__builtin_ctzll(languages)].language;
}
