-- Redeems a code.
-- KEYS: code
-- ARGV: now
-- Answers 1 for the first, 2 for everybody after, 0 when there is no such code or it has expired.
local expiry = redis.call('HGET', KEYS[1], 'expiry')
if not expiry or tonumber(expiry) <= tonumber(ARGV[1]) then
  return 0
end
return redis.call('HSETNX', KEYS[1], 'redeemed', 1) == 1 and 1 or 2
