package clientcost

import (
	"context"
	"fmt"
	"strconv"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/bench/shapes"
)

// hashByHand fills a struct from fields and values in turn. field sets the field of a
// name and returns its bit; all are the bits of the fields that must be there.
func hashByHand[T any](values []any, err error, all uint64, field func(v *T, name, text string) (uint64, error)) (T, error) {
	var v, none T
	if err != nil {
		return none, err
	}
	if len(values)%2 != 0 {
		return none, unexpected(values)
	}
	var seen uint64
	for i := 0; i < len(values); i += 2 {
		name, ok1 := values[i].(string)
		text, ok2 := values[i+1].(string)
		if !ok1 || !ok2 {
			return none, unexpected(values[i:])
		}
		bit, err := field(&v, name, text)
		if err != nil {
			return none, fmt.Errorf("field %s: %w", name, err)
		}
		seen |= bit
	}
	if seen != all {
		return none, unexpected(values)
	}
	return v, nil
}

// hashOfStrings is hashByHand for a list of strings.
func hashOfStrings[T any](values []string, err error, all uint64, field func(v *T, name, text string) (uint64, error)) (T, error) {
	var v, none T
	if err != nil {
		return none, err
	}
	if len(values)%2 != 0 {
		return none, unexpected(values)
	}
	var seen uint64
	for i := 0; i < len(values); i += 2 {
		bit, err := field(&v, values[i], values[i+1])
		if err != nil {
			return none, fmt.Errorf("field %s: %w", values[i], err)
		}
		seen |= bit
	}
	if seen != all {
		return none, unexpected(values)
	}
	return v, nil
}

func boolOf(text string) (bool, error) {
	switch text {
	case "1":
		return true, nil
	case "0":
		return false, nil
	}
	return false, errNotBool
}

func profileContenders(ctx context.Context, c clients) []Contender {
	type result = shapes.ReadProfileResult
	source := shapes.ReadProfileScript.Source()
	h := handOf(c, shapes.ReadProfileScript)
	return []Contender{
		way(luagen, func() (result, error) { return shapes.ReadProfile(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (result, error) {
			values, err := h.runRO(ctx).Slice()
			return hashByHand(values, err, allOfProfile, setProfile)
		}),
		way(typedCommand, func() (result, error) {
			values, err := typed(ctx, h, source, goredis.NewStringSliceCmd).Result()
			return hashOfStrings(values, err, allOfProfile, setProfile)
		}),
		ignored(ctx, h),
	}
}

func settingsContenders(ctx context.Context, c clients) []Contender {
	type result = shapes.ReadSettingsResult
	source := shapes.ReadSettingsScript.Source()
	h := handOf(c, shapes.ReadSettingsScript)
	return []Contender{
		way(luagen, func() (result, error) { return shapes.ReadSettings(ctx, c.goRedis, key) }),
		byHand(scriptRun, func() (result, error) {
			values, err := h.runRO(ctx).Slice()
			return hashByHand(values, err, allOfSettings, setSetting)
		}),
		way(typedCommand, func() (result, error) {
			values, err := typed(ctx, h, source, goredis.NewStringSliceCmd).Result()
			return hashOfStrings(values, err, allOfSettings, setSetting)
		}),
		ignored(ctx, h),
	}
}

const allOfProfile = 1<<10 - 1

func setProfile(p *shapes.ReadProfileResult, name, text string) (bit uint64, err error) {
	switch name {
	case "name":
		bit = 1 << 0
		p.Name = text
	case "email":
		bit = 1 << 1
		p.Email = text
	case "city":
		bit = 1 << 2
		p.City = text
	case "plan":
		bit = 1 << 3
		p.Plan = text
	case "age":
		bit = 1 << 4
		p.Age, err = strconv.ParseInt(text, 10, 64)
	case "logins":
		bit = 1 << 5
		p.Logins, err = strconv.ParseInt(text, 10, 64)
	case "credits":
		bit = 1 << 6
		p.Credits, err = strconv.ParseInt(text, 10, 64)
	case "rating":
		bit = 1 << 7
		p.Rating, err = strconv.ParseFloat(text, 64)
	case "active":
		bit = 1 << 8
		p.Active, err = boolOf(text)
	case "created":
		bit = 1 << 9
		var seconds int64
		seconds, err = strconv.ParseInt(text, 10, 64)
		p.Created = time.Unix(seconds, 0).UTC()
	}
	return bit, err
}
