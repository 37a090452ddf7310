-- SPDX-License-Identifier: BSD-2-Clause
-- Bodies in any pieces, and with bytes of every kind.
dofile(folder .. "/milter.lua")
local conn = open()

local function post(pieces, what)
    run(conn, { to = "<forum@lists.test>" }, "eoh")
    for _, piece in ipairs(pieces) do
        check(piece == "" or mt.bodystring(conn, piece) == nil, what)
    end
    check(mt.eom(conn) == nil, what)
    reply_is(conn, SMFIR_CONTINUE, what)
    return mt.getheader(conn, "X-Kustode-Status", 0)
end

-- The same hoax cut at every byte, and into single bytes: always the same verdict.
local whole = post({ hoax }, "whole")
check(string.find(whole, "hoax;") ~= nil, "a hoax at all")
local bytes = {}
for cut = 1, #hoax do
    check(post({ string.sub(hoax, 1, cut - 1), string.sub(hoax, cut) }, "cut") == whole, "cut at " .. cut)
    bytes[cut] = string.sub(hoax, cut, cut)
end
check(post(bytes, "single bytes") == whole, "single bytes")

for what, body in pairs({ empty = "", newline = "\r\n", bare = "a\rb\nc", eight = "\xe4\xff\xfe\r\n",
                          long = string.rep("x", 60000), dots = "..\r\n.\r\n" }) do
    check(post({ body }, what) ~= nil, what .. ": judged")
end
mt.disconnect(conn)
