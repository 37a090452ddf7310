-- SPDX-License-Identifier: BSD-2-Clause
-- What the scripts of this folder share. `socket` comes from the command line.

hoax = "A terrible virus is about.\r\nPass this on to everyone.\r\n"
plain = "See you on Monday.\r\n"

-- A connection, negotiated; without `steps` the mail server offers all that miltertest knows.
function open(steps)
    local conn = mt.connect(socket, 40, 0.05)
    check(conn ~= nil, "no connection to " .. socket)
    check(mt.negotiate(conn, nil, nil, steps) == nil, "negotiation")
    return conn
end

-- miltertest does not show the text of an error.
function fail(what)
    print(debug.traceback(what, 3))
    error(what)
end

function check(is_so, what)
    if not is_so then fail(what) end
end

function reply_is(conn, expected, what)
    local reply = mt.getreply(conn)
    if reply ~= expected then
        fail(what .. ": answered " .. string.char(math.floor(reply)) .. ", expected " ..
             string.char(math.floor(expected)))
    end
end

-- The stages in their order, each as a step that can be run or be the last one.
stages = {
    { "mail", function(conn, post) return mt.mailfrom(conn, post.from or "<anna@members.test>") end },
    { "rcpt", function(conn, post) return mt.rcptto(conn, post.to) end },
    { "data", function(conn) return mt.data(conn) end },
    { "header", function(conn, post)
        for _, field in ipairs(post.header or { { "Subject", " hello" } }) do
            local failure = mt.header(conn, field[1], field[2])
            if failure ~= nil then return failure end
        end
    end },
    { "eoh", function(conn) return mt.eoh(conn) end },
    { "body", function(conn, post) if post.body ~= nil then return mt.bodystring(conn, post.body) end end },
    { "eom", function(conn) return mt.eom(conn) end },
}

-- Runs the stages up to and with `last` (all when left out).
function run(conn, post, last)
    for _, stage in ipairs(stages) do
        check(stage[2](conn, post) == nil, "stage " .. stage[1])
        if stage[1] == last then return end
    end
end

-- A post of the list that is a hoax gets all its marks: by this a script sees that everything works.
function expect_hoax(conn, what)
    run(conn, { to = "<forum@lists.test>", body = hoax })
    reply_is(conn, SMFIR_CONTINUE, what)
    local status = mt.getheader(conn, "X-Kustode-Status", 0)
    check(status ~= nil and string.find(status, "^ ?hoax; list=<forum@lists.test>") ~= nil,
          what .. ": status is " .. tostring(status))
    check(mt.eom_check(conn, MT_HDRCHANGE, "Subject"), what .. ": Subject tag")
end

-- Nothing was done to the post.
function expect_untouched(conn, what)
    for name, kind in pairs({ insert = MT_HDRINSERT, add = MT_HDRADD, change = MT_HDRCHANGE,
                              delete = MT_HDRDELETE, body = MT_BODYCHANGE }) do
        check(not mt.eom_check(conn, kind), what .. ": " .. name)
    end
end
