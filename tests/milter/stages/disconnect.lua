-- SPDX-License-Identifier: BSD-2-Clause
-- The mail server goes away after every stage, politely and not; others are served on.
dofile(folder .. "/milter.lua")

for _, polite in ipairs({ true, false }) do
    for _, stage in ipairs(stages) do
        local conn = open()
        run(conn, { to = "<forum@lists.test>", body = hoax }, stage[1])
        mt.disconnect(conn, polite)
    end
    local conn = open()
    mt.disconnect(conn, polite)
end

local conn = open()
expect_hoax(conn, "after all")
mt.disconnect(conn)
