using System.Text;
using GraphRun.Errors;
using GraphRun.Formats.Expressions;
using Xunit;

namespace GraphRun.Tests.Formats.Expressions;

public class ExpressionTests
{
    // Python's reference, section 6.17 "Operator precedence"; 6.5 for the sign before **.
    [Theory]
    [InlineData("a + b * c", "(a + (b * c))")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a / b * c // d % e @ f", "(((((a / b) * c) // d) % e) @ f)")]
    [InlineData("x @ w + b", "((x @ w) + b)")]
    [InlineData("-a ** b", "(-(a ** b))")]
    [InlineData("a ** -b", "(a ** (-b))")]
    [InlineData("a ** b ** c", "(a ** (b ** c))")]
    [InlineData("-a * b", "((-a) * b)")]
    [InlineData("~a & b", "((~a) & b)")]
    [InlineData("- - +a", "(-(-(+a)))")]
    [InlineData("a | b ^ c & d", "(a | (b ^ (c & d)))")]
    [InlineData("a & b + c", "(a & (b + c))")]
    [InlineData("a | b == c", "((a | b) == c)")]
    [InlineData("a + 1 < b * 2", "((a + 1) < (b * 2))")]
    [InlineData("(a + b) * c", "((a + b) * c)")]
    [InlineData("-x[0] ** 2", "(-(x[0] ** 2))")]
    public void Operators_bind_as_in_python(string text, string tree) => Assert.Equal(tree, Print(text));

    [Theory]
    [InlineData("f()", "f()")]
    [InlineData("reduce_mean(square(y - t), axis=[0, 1])", "reduce_mean(square((y - t)), axis=[0, 1])")]
    [InlineData("placeholder(float32, [?, 784])", "placeholder(float32, [?, 784])")]
    [InlineData("placeholder(float32, shape=[None, batch])", "placeholder(float32, shape=[None, batch])")]
    [InlineData("f(a, b,)", "f(a, b)")]
    [InlineData("tf.nn.relu(x)", "tf.nn.relu(x)")]
    [InlineData("f(a == b, c=d == e)", "f((a == b), c=(d == e))")]
    [InlineData("zeros((2, 3))", "zeros([2, 3])")]
    [InlineData("[]", "[]")]
    [InlineData("()", "[]")]
    [InlineData("(a,)", "[a]")]
    [InlineData("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]")]
    public void Calls_and_lists_are_read(string text, string tree) => Assert.Equal(tree, Print(text));

    // Python's reference, section 6.14 "Lambdas": the body ends where a comma or bracket does.
    [Theory]
    [InlineData("f(lambda: x, 2)", "f((lambda : x), 2)")]
    [InlineData("f(lambda i: i < 10, lambda i, x: [i + 1, x])", "f((lambda i: (i < 10)), (lambda i,x: [(i + 1), x]))")]
    [InlineData("f(body=lambda i: (i, split:1))", "f(body=(lambda i: [i, split:1]))")]
    [InlineData("lambda x: lambda y: x + y", "(lambda x: (lambda y: (x + y)))")]
    [InlineData("lambda * 2", "(lambda * 2)")]
    [InlineData("lambda(2)", "lambda(2)")]
    public void Functions_are_written_in_their_place_as_in_python(string text, string tree) => Assert.Equal(tree, Print(text));

    [Theory]
    [InlineData("f(lambda i:i)", "expected a parameter of lambda or ':', got 'i:i'")]
    [InlineData("f(lambda i, 2: i)", "expected a parameter of lambda or ':', got '2'")]
    [InlineData("f(lambda i x: i)", "expected a parameter of lambda or ':', got 'x'")]
    [InlineData("f(lambda i, i: i)", "parameter 'i' stands twice")]
    [InlineData("f(lambda i", "the expression ends where a parameter of lambda or ':' is expected")]
    public void A_malformed_lambda_is_an_error(string text, string message) =>
        Assert.Equal(message, Assert.Throws<GraphRunException>(() => Parse(text)).Diagnostics[0].Message);

    // NumPy's and TensorFlow's documentation of indexing.
    [Theory]
    [InlineData("x[0]", "x[0]")]
    [InlineData("x[0, :, ..., newaxis, 1:10:2]", "x[0, ::, ..., newaxis, 1:10:2]")]
    [InlineData("x[::-1]", "x[::(-1)]")]
    [InlineData("x[a:b]", "x[a:b:]")]
    [InlineData("x[a:1, (split:1)]", "x[a:1:, split:1]")]
    [InlineData("x[f(split:1):2]", "x[f(split:1):2:]")]
    [InlineData("x[[split:1, 2]]", "x[[split:1, 2]]")]
    [InlineData("x[None, tf.newaxis]", "x[newaxis, newaxis]")]
    [InlineData("x[0][1]", "x[0][1]")]
    [InlineData("f(x)[0]", "f(x)[0]")]
    [InlineData("(a + b)[1:]", "(a + b)[1::]")]
    [InlineData("x[:n - 1]", "x[:(n - 1):]")]
    public void Indexing_is_read_as_numpy_has_it(string text, string tree) => Assert.Equal(tree, Print(text));

    [Theory]
    [InlineData("split:1", "Reference split:1")]
    [InlineData("topk:indices", "Reference topk:indices")]
    [InlineData("foo@post", "Reference foo@post")]
    [InlineData("`layer/w`", "Reference layer/w")]
    [InlineData("`layer/split`:1", "Reference layer/split:1")]
    [InlineData("x.y_1", "Name x.y_1")]
    [InlineData("`true`", "Reference true")]
    [InlineData("true", "Boolean true")]
    [InlineData("False", "Boolean false")]
    [InlineData("inf", "Float inf")]
    [InlineData(".nan", "Float nan")]
    [InlineData("12", "Integer 12")]
    [InlineData("0x1F", "Integer 0x1F")]
    [InlineData("0b101", "Integer 0b101")]
    [InlineData("1.5", "Float 1.5")]
    [InlineData("1e-3", "Float 1e-3")]
    [InlineData(".5", "Float .5")]
    [InlineData("2.", "Float 2.")]
    [InlineData("'it\\'s'", "String it's")]
    [InlineData("\"a\\tb\\x41\\u20ac\\U0001f600\"", "String a\tbA€😀")]
    [InlineData("'\"'", "String \"")]
    public void Leaves_have_kind_and_text(string text, string leaf)
    {
        var root = Parse(text).Root;
        Assert.Equal(leaf, $"{root.Kind} {root.Text}");
    }

    [Theory]
    [InlineData("x@w", "(x @ w)")]
    [InlineData("x@post_w", "(x @ post_w)")]
    [InlineData("x @ post", "(x @ post)")]
    public void At_multiplies_unless_post_follows_at_once(string text, string tree) => Assert.Equal(tree, Print(text));

    [Theory]
    [InlineData("", 0, 1, "this expression is empty", null)]
    [InlineData("a +", 3, 1, "the expression ends where a value is expected", null)]
    [InlineData("a b", 2, 1, "expected an operator or the end, got 'b'", null)]
    [InlineData("a and b", 2, 3, "expected an operator or the end, got 'and'", "write & for 'and'")]
    [InlineData("a if b else c", 2, 2, "expected an operator or the end, got 'if'", "write where(condition, a, b)")]
    [InlineData("a = b", 2, 1, "expected an operator or the end, got '='", "write == to compare")]
    [InlineData("f(a, b", 1, 1, "this '(' is never closed", null)]
    [InlineData("[1, 2", 0, 1, "this '[' is never closed", null)]
    [InlineData("f(a b)", 4, 1, "expected ',' or ')', got 'b'", null)]
    [InlineData("f(a))", 4, 1, "expected an operator or the end, got ')'", "nothing is open that this could close")]
    [InlineData("f(a=1, b)", 7, 1, "an argument without a name cannot follow one with a name", null)]
    [InlineData("f(a=1, a=2)", 7, 1, "argument 'a' of f stands twice", null)]
    [InlineData("a < b < c", 6, 1, "comparisons do not chain", "write (a < b) & (b < c)")]
    [InlineData("x[]", 1, 2, "nothing stands between these brackets", null)]
    [InlineData("x.y(a)(b)", 6, 1, "only a function can be called", null)]
    [InlineData("`x`(a)", 3, 1, "only a function can be called", null)]
    [InlineData("!x", 0, 1, "unexpected '!'", "write ~ for 'not', != for 'not equal'")]
    [InlineData("a && b", 3, 1, "expected a value, got '&'", "write one &")]
    [InlineData("1_000", 0, 5, "'1_000' is not a number", "write numbers without '_'; a name that begins with a digit goes in backticks")]
    [InlineData("2x + 1", 0, 2, "'2x' is not a number", "a name that begins with a digit goes in backticks")]
    [InlineData("0x", 0, 2, "'0x' is not a number", "a name that begins with a digit goes in backticks")]
    [InlineData("'abc", 0, 1, "this quote is never closed", null)]
    [InlineData("`abc", 0, 1, "this backtick is never closed", null)]
    [InlineData("'a\\q'", 2, 2, "unknown escape '\\q'", "write a backslash as \\\\")]
    [InlineData("'\\xg1'", 1, 4, "'\\xg1' is no character", "\\x takes 2 hexadecimal digits")]
    [InlineData("a : b", 2, 1, "expected an operator or the end, got ':'", "a slice stands between brackets, x[1:3]; an output right behind its node, split:1")]
    [InlineData("x[1:2:3:4]", 7, 1, "expected ',' or ']', got ':'", "a slice stands between brackets, x[1:3]; an output right behind its node, split:1")]
    [InlineData("f(a, ...)", 5, 3, "expected a value, got '...'", "... stands between the brackets of an index, x[..., 0]")]
    public void What_is_no_expression_is_refused_where_it_stands(string text, int start, int length, string message, string? help)
    {
        var error = Assert.Throws<GraphRunException>(() => Parse(text)).Diagnostics[0];
        Assert.Equal(message, error.Message);
        Assert.Equal((start + 1, length, help), (error.Span.Column, error.Span.Length, error.Help));
    }

    [Theory]
    [InlineData("(", 65)]
    [InlineData("-", 65)]
    [InlineData("[", 65)]
    [InlineData("f(", 129)]
    [InlineData("a ** ", 321)]
    public void Nesting_deeper_than_64_is_refused(string level, int atMost)
    {
        var error = Assert.Throws<GraphRunException>(() => Parse(string.Concat(Enumerable.Repeat(level, 10_000)) + "x")).Diagnostics[0];
        Assert.Equal(ErrorCode.LimitExceeded, error.Code);
        Assert.Equal("this expression is nested deeper than 64", error.Message);
        Assert.InRange(error.Span.Column, 60, atMost);
    }

    [Fact]
    public void A_chain_of_ten_thousand_terms_is_read()
    {
        var nodes = Parse(string.Join(" + ", Enumerable.Repeat("x", 10_000))).Nodes;
        Assert.Equal(19_999, nodes.Count);
        Assert.Equal(0, nodes[^1].First);
    }

    [Fact]
    public void Every_part_knows_where_it_stands()
    {
        const string text = "reduce_mean(-x[1:], axis=[0]) + `b`";
        var expression = Parse(text);
        Assert.Equal(
            ["x", "1", "", "1:", "x[1:]", "-x[1:]", "0", "[0]", "axis=[0]", "reduce_mean(-x[1:], axis=[0])", "`b`", text],
            expression.Nodes.Where(node => node.Kind != ExpressionKind.Omitted || node.Start == 17)
                .Select(node => text.Substring(node.Start, node.Length)).Distinct());
    }

    private static Expression Parse(string text) => Expression.Parse(new SourceText("g", text));

    private static string Print(string text)
    {
        var values = new Stack<string>();
        foreach (var node in Parse(text).Nodes)
        {
            var operands = Enumerable.Range(0, node.Operands).Select(_ => values.Pop()).Reverse().ToList();
            values.Push(Print(node, operands));
        }

        return Assert.Single(values);
    }

    private static string Print(ExpressionNode node, List<string> operands) => node.Kind switch
    {
        ExpressionKind.Binary => $"({operands[0]} {node.Text} {operands[1]})",
        ExpressionKind.Lambda => $"(lambda {node.Text}: {operands[0]})",
        ExpressionKind.Unary => $"({node.Text}{operands[0]})",
        ExpressionKind.Call => $"{node.Text}({string.Join(", ", operands)})",
        ExpressionKind.Keyword => $"{node.Text}={operands[0]}",
        ExpressionKind.List => $"[{string.Join(", ", operands)}]",
        ExpressionKind.Index => $"{operands[0]}[{string.Join(", ", operands.Skip(1))}]",
        ExpressionKind.Slice => string.Join(":", operands),
        ExpressionKind.Ellipsis => "...",
        ExpressionKind.NewAxis => "newaxis",
        ExpressionKind.Unknown => "?",
        _ => node.Text,
    };
}
