-- Sends the file that wrk's first argument names, each time with a hookInstance of its own as EHRs do: wrk -s call.lua URL -- results/200.json
-- With a second argument "patients" each call is about another patient, too.
local ffi = require("ffi")
local call, place
local patients = {}
local count = 0

function init(args)
    local file = assert(io.open(args[1], "rb"))
    local body = file:read("*all")
    file:close()
    call = wrk.format("POST", wrk.path, { ["Content-Type"] = "application/json" }, body)
    local _, before = call:find('"hookInstance":"', 1, true)
    assert(before and call:find('^%x+%-%x+%-%x+%-%x+%-%x+"', before + 1), "no hookInstance in the body")
    -- To join 2 MB anew for each call would take wrk as long as the server takes to read them, so the digits are written over those of the last call;
    -- wrk has made its own copy of that one.
    place = ffi.cast("char *", ffi.cast("const char *", call)) + before
    -- Two runs against one server share none.
    local random = assert(io.open("/dev/urandom", "rb"))
    ffi.copy(place, string.format("%02x%02x%02x%02x-%02x%02x-4%03x-8000-", random:read(7):byte(1, 7)), 24)
    if args[2] == "patients" then
        local id = assert(call:match('"patientId":"(%x+%-%x+%-%x+%-%x+%-%x+)"'), "the patient has no uuid")
        local block = string.format("%02x%02x", random:read(2):byte(1, 2))
        local at = call:find(id, 1, true)
        while at do
            local digits = ffi.cast("char *", ffi.cast("const char *", call)) + at - 1 + 19
            ffi.copy(digits, block, 4)
            patients[#patients + 1] = digits + 5
            at = call:find(id, at + 36, true)
        end
    end
    random:close()
end

function request()
    count = count + 1
    local digits = string.format("%012x", count)
    ffi.copy(place + 24, digits, 12)
    for i = 1, #patients do
        ffi.copy(patients[i], digits, 12)
    end
    return call
end
