-- SPDX-License-Identifier: BSD-2-Clause
-- Many posts over one connection, of every kind after every other kind.
dofile(folder .. "/milter.lua")
local conn = open()
local forged = { { "Subject", " hello" }, { "x-kustode-status", " none" } }

local kinds = {
    hoax = function() expect_hoax(conn, "hoax") end,
    plain = function()
        run(conn, { to = "<forum@lists.test>", body = plain })
        check(string.find(mt.getheader(conn, "X-Kustode-Status", 0), "none;") ~= nil, "plain: status")
        check(not mt.eom_check(conn, MT_HDRCHANGE), "plain: no Subject tag")
        check(not mt.eom_check(conn, MT_HDRDELETE), "plain: nothing to delete")
    end,
    shadow = function()
        run(conn, { to = "<shadow@lists.test>", header = forged, body = hoax })
        check(mt.eom_check(conn, MT_HDRDELETE, "x-kustode-status"), "shadow: forged status gone")
        check(not mt.eom_check(conn, MT_HDRINSERT) and not mt.eom_check(conn, MT_HDRCHANGE, "Subject"),
              "shadow: no more than that")
    end,
    bounce = function()
        run(conn, { from = "<>", to = "<forum@lists.test>", header = forged, body = hoax })
        check(mt.eom_check(conn, MT_HDRDELETE, "x-kustode-status"), "bounce: forged status gone")
        check(not mt.eom_check(conn, MT_HDRINSERT), "bounce: not judged")
    end,
    elsewhere = function()
        run(conn, { to = "<nobody@lists.test>" }, "data")
        reply_is(conn, SMFIR_ACCEPT, "elsewhere")
    end,
    refused = function()
        run(conn, { to = "<strict@lists.test>", body = hoax })
        reply_is(conn, SMFIR_REPLYCODE, "refused")
    end,
    discarded = function()
        run(conn, { to = "<quiet@lists.test>", body = hoax })
        reply_is(conn, SMFIR_DISCARD, "discarded")
    end,
    held = function()
        run(conn, { to = "<held@lists.test>", body = hoax })
        reply_is(conn, SMFIR_CONTINUE, "held by the list manager")
        check(string.find(mt.getheader(conn, "X-Kustode-Status", 0), "action=hold") ~= nil, "held: said in the header")
        check(not mt.eom_check(conn, MT_QUARANTINE), "held: not by us")
    end,
    aborted = function()
        run(conn, { to = "<forum@lists.test>", header = forged, body = hoax }, "body")
        mt.abort(conn)
    end,
}

for _, first in pairs(kinds) do
    for _, second in pairs(kinds) do
        first()
        second()
    end
end
mt.disconnect(conn)
