-- SPDX-License-Identifier: BSD-2-Clause
-- The stages of one post, and what was negotiated for them.
dofile(folder .. "/milter.lua")
local conn = open()

for _, step in ipairs({ "NR_MAIL", "NR_RCPT", "NR_HDR", "NR_EOH", "NR_BODY", "HDR_LEADSPC",
                        "NOCONNECT", "NOHELO", "NOUNKNOWN" }) do
    check(mt.test_option(conn, _G["SMFIP_" .. step]), step .. " is negotiated")
end
-- ACCEPT from a call-back that answers nothing leaves the mail server waiting.
check(not mt.test_option(conn, SMFIP_NR_DATA), "NR_DATA is not negotiated")
check(mt.test_action(conn, SMFIF_ADDHDRS) and mt.test_action(conn, SMFIF_CHGHDRS), "header edits")
check(mt.test_action(conn, SMFIF_CHGBODY), "the body")
check(not mt.test_action(conn, SMFIF_QUARANTINE), "no more than those")

expect_hoax(conn, "first post")

run(conn, { to = "<forum@lists.test>" }, "data")
reply_is(conn, SMFIR_CONTINUE, "DATA for a list")
run(conn, { to = "<forum@lists.test>", body = nil, header = {} })
reply_is(conn, SMFIR_CONTINUE, "neither header nor body")
check(mt.eom_check(conn, MT_HDRINSERT, "X-Kustode-Status"), "status without header and body")

run(conn, { to = "<forum@lists.test>", body = nil })
check(mt.eom_check(conn, MT_HDRINSERT, "X-Kustode-Status"), "status without body")
mt.disconnect(conn)
