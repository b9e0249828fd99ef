package ldb

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
)

var answer = Call{Text: lua("return 42")}

func expectAnswer(t *testing.T, opts *redis.Options) {
	t.Helper()
	for _, w := range []Writes{RollBack, Keep} {
		s, _ := start(t, opts, answer, w)
		expect(t, told(must[Stop](t)(s.Continue())), "end 42")
	}
}

func TestPasswordsAndUsers(t *testing.T) {
	server := redistest.Start(t)
	admin := server.Client(2)
	ctx := context.Background()
	for _, rule := range []string{"ada on >secret +@all ~*", "bob on >secret +@all -script ~*"} {
		words := []any{"ACL", "SETUSER"}
		for w := range strings.FieldsSeq(rule) {
			words = append(words, w)
		}
		if err := admin.Do(ctx, words...).Err(); err != nil {
			t.Fatal(err)
		}
	}
	expectAnswer(t, &redis.Options{Addr: server.Addr, Username: "ada", Password: "secret"})
	_, _, err := Start(ctx, &redis.Options{Addr: server.Addr, Username: "ada", Password: "guess"}, answer, RollBack)
	if err == nil || !strings.Contains(err.Error(), "refuses AUTH: WRONGPASS") {
		t.Errorf("a wrong password: %v", err)
	}
	_, _, err = Start(ctx, &redis.Options{Addr: server.Addr, Username: "bob", Password: "secret"}, answer, RollBack)
	var refused *RefusedError
	if !errors.As(err, &refused) || !strings.HasPrefix(refused.Message, "NOPERM") || !strings.Contains(refused.Error(), "): give the user that permission by +script, ") {
		t.Errorf("a user without SCRIPT: %v", err)
	}
	if err := admin.ConfigSet(ctx, "requirepass", "word").Err(); err != nil {
		t.Fatal(err)
	}
	expectAnswer(t, &redis.Options{Addr: server.Addr, Password: "word"})
}

func TestUnixSocket(t *testing.T) {
	dir, err := os.MkdirTemp("", "ldb") // a short name, which sockets need
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	redistest.Start(t, "--unixsocket", socket)
	expectAnswer(t, &redis.Options{Network: "unix", Addr: socket})
}

func TestNoServer(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	_, _, err := Start(context.Background(), &redis.Options{Addr: server.Addr}, answer, RollBack)
	var network *net.OpError
	if !errors.As(err, &network) {
		t.Errorf("got %v", err)
	}
}

func TestServerGoesAway(t *testing.T) {
	server := redistest.Start(t)
	s, _ := start(t, &redis.Options{Addr: server.Addr}, answer, Keep)
	server.Kill()
	if _, err := s.Step(); err == nil || !strings.Contains(err.Error(), "is lost") {
		t.Errorf("got %v", err)
	}
}

func TestTLS(t *testing.T) {
	dir := t.TempDir()
	pool := certify(t, dir)
	probe := redistest.Start(t)
	_, port, _ := net.SplitHostPort(probe.Addr)
	probe.Kill() // its port is free now, and its bus port was
	redistest.Start(t, "--tls-port", port, "--tls-cert-file", filepath.Join(dir, "cert"), "--tls-key-file", filepath.Join(dir, "key"),
		"--tls-auth-clients", "no")
	opts := &redis.Options{Addr: probe.Addr, TLSConfig: &tls.Config{RootCAs: pool, ServerName: "localhost"}}
	s, _ := start(t, opts, answer, Keep)
	expect(t, told(must[Stop](t)(s.Continue())), "end 42")

	// The server's parent process ends the encrypted connection that its child uses.
	_, _, err := Start(context.Background(), opts, answer, RollBack)
	if err != nil && !strings.Contains(err.Error(), "works only when the script's writes are kept") {
		t.Errorf("got %v", err)
	}
}

// certify writes a certificate and its key into a folder.
func certify(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der := must[[]byte](t)(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	secret := must[[]byte](t)(x509.MarshalECPrivateKey(key))
	for name, block := range map[string]*pem.Block{"cert": {Type: "CERTIFICATE", Bytes: der}, "key": {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	pool.AddCert(must[*x509.Certificate](t)(x509.ParseCertificate(der)))
	return pool
}
