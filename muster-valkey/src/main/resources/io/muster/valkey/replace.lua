-- Replaces a value that nobody has changed.
-- KEYS: key
-- ARGV: value as it was, value as it will be, time left
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return 0
