-- SPDX-License-Identifier: BSD-2-Clause
-- Aborted after every stage: nothing of the post that ended is in the next one.
dofile(folder .. "/milter.lua")
local conn = open()
local forged = { { "Subject", " forged" }, { "X-Kustode-Status", " none" }, { "X-Kustode-Status", " none" } }

for _, stage in ipairs(stages) do
    local last = stage[1]
    if last ~= "eom" then
        run(conn, { to = "<forum@lists.test>", header = forged, body = hoax }, last)
        check(mt.abort(conn) == nil, "abort after " .. last)
        run(conn, { to = "<forum@lists.test>", body = plain })
        reply_is(conn, SMFIR_CONTINUE, "post after an abort at " .. last)
        local status = mt.getheader(conn, "X-Kustode-Status", 0)
        check(status ~= nil and string.find(status, "none;") ~= nil, "nothing of its text after " .. last)
        check(not mt.eom_check(conn, MT_HDRDELETE), "nothing of its fields after " .. last)
        run(conn, { to = "<nobody@lists.test>" }, "data")
        reply_is(conn, SMFIR_ACCEPT, "nothing of its recipients after " .. last)
    end
end

-- Twice in a row, and without anything to abort.
check(mt.abort(conn) == nil and mt.abort(conn) == nil, "abort of nothing")
expect_hoax(conn, "after all")
mt.disconnect(conn)
