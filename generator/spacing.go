package generator

// join writes the tokens of the line with blanks between them where gofmt has them. It reports
// false when it cannot tell.
func (l *layout) join() bool {
	signature := -1 // the bracket depth at which parameters end, after which results come; -1 for none
	depth := 0
	results := false // the token before ends parameters
	for i, t := range l.tokens {
		if i > 0 {
			space, ok := l.space(i, results)
			if !ok {
				return false
			}
			if space {
				l.out.WriteByte(' ')
			}
		}
		results = false
		switch {
		case t.text == "func" && t.kind == keyword:
			signature = depth
		case t.kind != mark:
		case t.text == "(", t.text == "[", t.text == "{":
			depth++
		case t.text == ")", t.text == "]", t.text == "}":
			depth--
			results = t.text == ")" && (depth == signature || l.isMethod() && depth == 0)
		}
		l.out.WriteString(t.text)
	}
	return true
}

// isMethod reports whether the line is one of an interface.
func (l *layout) isMethod() bool {
	b := l.top()
	return b != nil && b.form == others && b.closer == "}" && len(l.tokens) > 1 && l.tokens[0].kind == word && l.tokens[1].text == "("
}

// space reports whether gofmt has a blank before the token at i. Results says that the one
// before it ends the parameters of a function.
func (l *layout) space(i int, results bool) (space, ok bool) {
	a, b := l.tokens[i-1], l.tokens[i]
	next := lexeme{}
	if i+1 < len(l.tokens) {
		next = l.tokens[i+1]
	}
	operand := a.kind != mark || a.text == ")" || a.text == "]" || a.text == "}"
	if b.kind == mark {
		switch b.text {
		case ",", ".", ")", "]", "}", ":":
			return false, b.text != ":" || !l.inIndex(i)
		case "=", ":=", "==", "!=", "<=", ">=", "&&", "||", "<", ">":
			return true, operand
		case "...":
			return next.text != ")" && a.text != "(" && a.text != ",", true
		case "+", "-":
			if operand {
				return l.arithmetic(i)
			}
		case "*":
			if a.kind == number || a.text == ")" && !results && l.tokens[0].text != "func" {
				return l.arithmetic(i)
			}
		}
	}
	switch {
	case a.kind == mark:
		switch a.text {
		case ",", "=", ":=", "==", "!=", "<=", ">=", "&&", "||", "<", ">", ":":
			return true, true
		case "(", "[", ".", "...", "&", "!":
			return false, true
		case "*":
			if i >= 2 && (l.tokens[i-2].kind == number || l.tokens[i-2].text == ")" && !l.pointer(i-1)) {
				return l.arithmetic(i - 1)
			}
			return false, true
		case "+":
			return l.arithmetic(i - 1)
		case "-":
			if i >= 2 && (l.tokens[i-2].kind != mark || l.tokens[i-2].text == ")" || l.tokens[i-2].text == "]") && l.tokens[i-2].kind != keyword {
				return l.arithmetic(i - 1)
			}
			return false, b.kind == number
		case "{":
			return false, b.kind != mark || b.text == "}" || b.text == "&" || b.text == "*"
		case "]":
			switch {
			case b.text == "{":
				return l.brace(i)
			case b.text == "(":
				return false, true
			case b.text == "[" || b.text == "*":
				return false, true
			}
			return false, b.kind == word || b.text == "map" || b.text == "struct" || b.text == "func"
		case ")":
			switch {
			case b.text == "(":
				return results, true
			case b.text == "{":
				return l.brace(i)
			case b.text == "[":
				return results, results
			case b.text == "*":
				return results, results
			}
			return true, results && b.kind != literal && b.kind != number
		case "}":
			return b.text == "else", b.text == "else"
		}
		return false, false
	case b.text == "(" && b.kind == mark:
		switch {
		case a.text == "func" && a.kind == keyword:
			return i == 1 && len(l.blocks) == 0, true
		case a.kind == keyword && a.text != "interface" && a.text != "struct" && a.text != "map":
			return true, true
		default:
			return false, a.kind == word
		}
	case b.text == "[" && b.kind == mark:
		if next.text == "]" {
			return true, a.kind == word || a.kind == keyword
		}
		return false, a.kind == word || a.text == "map"
	case b.text == "{" && b.kind == mark:
		return l.brace(i)
	}
	return true, a.kind != literal && (a.kind != number || b.kind == mark)
}

// pointer reports whether the star at i, after a closing bracket, is that of a pointer type: what
// is in the brackets are the parameters of a function.
func (l *layout) pointer(i int) bool {
	depth := 0
	for at := i - 1; at >= 0; at-- {
		switch t := l.tokens[at]; {
		case t.kind != mark:
		case t.text == ")":
			depth++
		case t.text == "(":
			if depth--; depth == 0 {
				return l.isMethod() || at > 0 && l.tokens[at-1].text == "func" || l.tokens[0].text == "func"
			}
		}
	}
	return false
}

// brace reports whether there is a blank before the brace at i.
func (l *layout) brace(i int) (space, ok bool) {
	a := l.tokens[i-1]
	last := i == len(l.tokens)-1
	empty := i == len(l.tokens)-2 && l.tokens[i+1].text == "}"
	switch {
	case a.text == "struct" || a.text == "interface":
		return last, true
	case last:
		return l.isBlock(), true
	case empty && l.tokens[0].text == "func":
		return true, true
	default:
		return false, a.kind == word || a.text == "]"
	}
}

// arithmetic reports whether there are blanks around the operator at i. Gofmt has none among
// several arguments, and none around a factor beside a sum.
func (l *layout) arithmetic(i int) (space, ok bool) {
	if i == len(l.tokens)-1 {
		return true, l.tokens[i].text == "+" // the expression goes on in the next line
	}
	several, factors, sums := false, false, false
	var open []int            // the brackets around, by their places
	comma := map[int]bool{}   // brackets that hold several parts; -1 for the line itself
	around := map[int][]int{} // the brackets around each operator
	for at, t := range l.tokens {
		if t.kind != mark {
			continue
		}
		inner := -1
		if len(open) > 0 {
			inner = open[len(open)-1]
		}
		switch t.text {
		case "(", "[", "{":
			open = append(open, at)
		case ")", "]", "}":
			if len(open) == 0 {
				return false, false
			}
			open = open[:len(open)-1]
		case ",":
			comma[inner] = true
		case "+", "*", "-":
			around[at] = append([]int{-1}, open...)
		case "==", "!=", "<", ">", "<=", ">=", "&&", "||":
			return false, false
		}
	}
	for _, at := range around[i] {
		several = several || comma[at]
		if at >= 0 && (l.tokens[at].text != "(" || at == 0 || l.tokens[at-1].kind != word) {
			return false, false
		}
	}
	if comma[-1] {
		return false, false
	}
	inner := around[i][len(around[i])-1]
	for at, brackets := range around {
		if brackets[len(brackets)-1] == inner {
			switch {
			case l.tokens[at].text == "*" && at > 0 && l.tokens[at-1].kind == number:
				factors = true
			case l.tokens[at].text == "+":
				sums = true
			default:
				return false, false
			}
		}
	}
	if several {
		return false, true
	}
	return l.tokens[i].text == "+" || factors && !sums, true
}

// inIndex reports whether the token at i is between square brackets.
func (l *layout) inIndex(i int) bool {
	depth := 0
	for _, t := range l.tokens[:i] {
		if t.kind == mark && t.text == "[" {
			depth++
		} else if t.kind == mark && t.text == "]" {
			depth--
		}
	}
	return depth > 0
}
