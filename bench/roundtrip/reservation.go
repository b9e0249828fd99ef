package roundtrip

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/scripts"
)

// Every event has more candidates than slots.
const (
	candidatesPerEvent = 32
	slotsPerEvent      = 20
	slotHeldFor        = time.Hour
)

// candidate is somebody who wants a slot.
type candidate struct {
	slots, holder string
	now, expiry   time.Time
}

func candidateOf(number int) candidate {
	now := time.Now()
	return candidate{
		slots:  "event:" + strconv.Itoa(number/candidatesPerEvent),
		holder: strconv.Itoa(number),
		now:    now, expiry: now.Add(slotHeldFor),
	}
}

// entry is the candidate as a member of the sorted set of holders.
func (c candidate) entry() redis.Z {
	return redis.Z{Score: float64(c.expiry.UnixMilli()), Member: c.holder}
}

func (c candidate) nowText() string { return strconv.FormatInt(c.now.UnixMilli(), 10) }

// slotReservation gives a slot to those who come first.
func slotReservation() workload {
	script := redis.NewScript(scripts.ReserveSlotScript.Source())
	byHand := func(run *run, cmd *redis.Cmd) error {
		reserved, err := cmd.Bool()
		run.count(reserved)
		return err
	}
	return workload{
		name: "slot reservation", unit: "attempts", callers: callers,
		methods: []method{
			{separate, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				if err := run.client.ZRemRangeByScore(ctx, c.slots, "-inf", c.nowText()).Err(); err != nil {
					return err
				}
				taken, err := run.client.ZCard(ctx, c.slots).Result()
				if err != nil || taken >= slotsPerEvent {
					return err
				}
				run.count(true)
				return run.client.ZAdd(ctx, c.slots, c.entry()).Err()
			}},
			{multiExec, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				taken, err := c.clear(ctx, run.client.TxPipeline())
				if err != nil || taken >= slotsPerEvent {
					return err
				}
				run.count(true)
				return c.reserve(ctx, run.client.TxPipeline())
			}},
			{watched, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				return watch(ctx, run.client, func(tx *redis.Tx) error {
					taken, err := tx.ZCount(ctx, c.slots, "("+c.nowText(), "+inf").Result()
					if err != nil || taken >= slotsPerEvent {
						return err
					}
					pipe := tx.TxPipeline()
					pipe.ZRemRangeByScore(ctx, c.slots, "-inf", c.nowText())
					err = c.reserve(ctx, pipe)
					run.count(err == nil)
					return err
				}, c.slots)
			}},
			{eval, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				return byHand(run, script.Eval(ctx, run.client, []string{c.slots}, c.holder, slotsPerEvent, c.now.UnixMilli(), c.expiry.UnixMilli()))
			}},
			{evalSHA, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				return byHand(run, script.Run(ctx, run.client, []string{c.slots}, c.holder, slotsPerEvent, c.now.UnixMilli(), c.expiry.UnixMilli()))
			}},
			{luagen, func(ctx context.Context, run *run, number int) error {
				c := candidateOf(number)
				reserved, err := scripts.ReserveSlot(ctx, run.client, c.slots, c.holder, slotsPerEvent, c.now, c.expiry)
				run.count(reserved)
				return err
			}},
		},
		check: checkSlots,
	}
}

// clear drops the holders whose time is over and returns how many are left.
func (c candidate) clear(ctx context.Context, pipe redis.Pipeliner) (int64, error) {
	pipe.ZRemRangeByScore(ctx, c.slots, "-inf", c.nowText())
	taken := pipe.ZCard(ctx, c.slots)
	_, err := pipe.Exec(ctx)
	return taken.Val(), err
}

func (c candidate) reserve(ctx context.Context, pipe redis.Pipeliner) error {
	pipe.ZAdd(ctx, c.slots, c.entry())
	_, err := pipe.Exec(ctx)
	return err
}

// checkSlots finds events with more holders than slots, or fewer although there
// were candidates enough, and holders who were not told.
func checkSlots(ctx context.Context, direct *redis.Client, run *run) (wrong int, err error) {
	candidates, total := int(run.next.Load()), 0
	for first := 0; first < candidates; first += candidatesPerEvent {
		taken, err := direct.ZCard(ctx, candidateOf(first).slots).Result()
		if err != nil {
			return 0, err
		}
		wrong += distance(int(taken), min(slotsPerEvent, candidates-first))
		total += int(taken)
	}
	return wrong + distance(total, int(run.succeeded.Load())), nil
}
