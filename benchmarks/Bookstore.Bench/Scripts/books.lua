-- GET one book: BENCH_SCRIPTS=. wrk -s books.lua ... -- isbns=FILE path=PATH key=KEY
dofile(os.getenv("BENCH_SCRIPTS") .. "/common.lua")

local requests, count = {}, 0

function init(args)
  local given = arguments(args)
  math.randomseed(os.time() + id)
  wrk.headers["X-API-Key"] = given.key
  for _, isbn in ipairs(isbns(given.isbns)) do
    count = count + 1
    requests[count] = wrk.format("GET", given.path .. isbn)
  end
end

function request()
  return requests[math.random(count)]
end
