-- SPDX-License-Identifier: BSD-2-Clause
-- Mail that is for no list is let go at DATA; what is no post of a watched list is not judged.
dofile(folder .. "/milter.lua")
local conn = open()

for _, address in ipairs({ "<nobody@lists.test>", "<off@lists.test>", "<forum-request@lists.test>",
                           "<forum-owner@lists.test>", "<owner-forum@lists.test>", "<forum+help@lists.test>",
                           "<forum-bounces@lists.test>", "<forum@other.test>", "forum", "<>" }) do
    run(conn, { to = address }, "data")
    reply_is(conn, SMFIR_ACCEPT, address)
end

-- The same connection afterwards, and addresses as a local submission and a shouting sender write them.
for _, address in ipairs({ "<forum@lists.test>", "forum@lists.test", "<FORUM@Lists.TEST>", "<old-forum@lists.test>" }) do
    run(conn, { to = address, body = hoax })
    reply_is(conn, SMFIR_CONTINUE, address)
    check(mt.eom_check(conn, MT_HDRINSERT, "X-Kustode-Status"), address .. ": judged")
end

-- One list among others is enough.
check(mt.mailfrom(conn, "<anna@members.test>") == nil, "mail")
check(mt.rcptto(conn, "<nobody@lists.test>") == nil and mt.rcptto(conn, "<forum@lists.test>") == nil, "rcpt")
check(mt.data(conn) == nil, "data")
reply_is(conn, SMFIR_CONTINUE, "one list of two recipients")
check(mt.eoh(conn) == nil and mt.bodystring(conn, hoax) == nil and mt.eom(conn) == nil, "rest")
check(mt.eom_check(conn, MT_HDRINSERT, "X-Kustode-Status"), "judged for that list")

for _, sender in ipairs({ "<>", "" }) do
    run(conn, { from = sender, to = "<forum@lists.test>", body = hoax })
    reply_is(conn, SMFIR_CONTINUE, "null sender")
    expect_untouched(conn, "null sender")
end
mt.disconnect(conn)
