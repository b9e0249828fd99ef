// Code generated from runtime/core/decode_text.go. DO NOT EDIT.

package core

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// RawJSON takes a string that is a JSON text.
func (d *Decoder) RawJSON() (text json.RawMessage) {
	d.Unmarshal("json", func(payload []byte) error {
		if !json.Valid(payload) {
			return errors.New("the string is not JSON")
		}
		text = append(text, payload...)
		return nil
	})
	return text
}

// Unmarshal takes a string and hands it to decode, which must not keep it. The
// error that decode returns makes a DecodeError.
func (d *Decoder) Unmarshal(declared string, decode func(payload []byte) error) {
	v := d.take()
	if d.err != nil {
		return
	}
	if !v.IsText() {
		d.reject(declared, v, nil)
		return
	}
	if err := decode(v.Text); err != nil {
		d.reject(declared, v, err)
	}
}

// JSON takes a string that encoding/json reads into T.
func JSON[T any](d *Decoder) T {
	var v, zero T
	d.Unmarshal("json", func(payload []byte) error { return json.Unmarshal(payload, &v) })
	if d.err != nil {
		return zero
	}
	return v
}

// Text takes a string that T reads with UnmarshalText. T or *T is an
// encoding.TextUnmarshaler.
func Text[T any](d *Decoder) T {
	var v, zero T
	d.Unmarshal("text", func(payload []byte) error {
		// UnmarshalText may keep what it is given to read.
		payload = append([]byte(nil), payload...)
		if u, ok := any(&v).(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		if t := reflect.TypeFor[T](); t.Kind() == reflect.Pointer {
			reflect.ValueOf(&v).Elem().Set(reflect.New(t.Elem()))
		}
		if u, ok := any(v).(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		return fmt.Errorf("neither %T nor a pointer to it has UnmarshalText", v)
	})
	if d.err != nil {
		return zero
	}
	return v
}
