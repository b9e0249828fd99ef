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
func JSON[T any](d *Decoder) T { return into[T](d, d.JSONInto) }

// JSONInto takes a string that encoding/json reads into what the pointer v points to.
func (d *Decoder) JSONInto(v any) {
	d.Unmarshal("json", func(payload []byte) error { return json.Unmarshal(payload, v) })
}

// Text takes a string that T reads with UnmarshalText. T or *T is an
// encoding.TextUnmarshaler.
func Text[T any](d *Decoder) T { return into[T](d, d.TextInto) }

// TextInto takes a string that what the pointer v points to reads with UnmarshalText. v is an
// encoding.TextUnmarshaler, or points to one.
func (d *Decoder) TextInto(v any) {
	d.Unmarshal("text", func(payload []byte) error {
		// UnmarshalText may keep what it is given to read.
		payload = append([]byte(nil), payload...)
		if u, ok := v.(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		value := reflect.ValueOf(v).Elem()
		if value.Kind() == reflect.Pointer {
			value.Set(reflect.New(value.Type().Elem()))
		}
		if u, ok := value.Interface().(encoding.TextUnmarshaler); ok {
			return u.UnmarshalText(payload)
		}
		return fmt.Errorf("neither %v nor a pointer to it has UnmarshalText", value.Type())
	})
}

// into is what a method of the decoder puts where a pointer points to; none when it fails.
func into[T any](d *Decoder, take func(v any)) T {
	var v, zero T
	take(&v)
	if d.err != nil {
		return zero
	}
	return v
}
