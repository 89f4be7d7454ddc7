using System.Text;
using GraphRun.Cli.Diagnostics;
using GraphRun.Errors;
using Xunit;

namespace GraphRun.Tests.Cli.Diagnostics;

public sealed class DiagnosticTextTests
{
    private static readonly SourceText counter = new("counter.yaml", "graphrun: 1\r\n\r\nnodes:\r\n  foo: variable(42)\r\n");

    [Fact]
    public void An_error_shows_its_place_line_caret_and_help() => Assert.Equal(
        """
        error[GR4001]: counter.yaml:4:3: Attempting to use uninitialized value foo
          |
        4 |   foo: variable(42)
          |   ^^^
          = help: initialize it

        """,
        Text(new Diagnostic(ErrorCode.Uninitialized, "Attempting to use uninitialized value foo", new SourceSpan(counter, 4, 3, 3), "initialize it")));

    [Fact]
    public void An_error_without_place_is_one_line_and_its_help() => Assert.Equal(
        "warning[GR1001]: odd\n  = help: do better\n", Text(new Diagnostic(ErrorCode.Usage, "odd", Help: "do better") { IsWarning = true }));

    [Fact]
    public void Further_lines_of_a_help_stand_below_its_first() => Assert.Equal(
        "error[GR1001]: odd\n  = help: begin like this:\n          graphrun: 1\n", Text(new Diagnostic(ErrorCode.Usage, "odd", Help: "begin like this:\ngraphrun: 1")));

    [Fact]
    public void The_gutter_is_as_wide_as_the_line_number()
    {
        var text = new SourceText("g.yaml", new string('\n', 122) + "x: y");
        Assert.Equal(
            "error[GR2001]: g.yaml:123:4: odd\n    |\n123 | x: y\n    |    ^\n",
            Text(new Diagnostic(ErrorCode.Syntax, "odd", new SourceSpan(text, 123, 4, 1))));
    }

    [Fact]
    public void Control_characters_are_escaped_everywhere()
    {
        var text = new SourceText("a\nb", "x: \e[2J\u202e");
        Assert.Equal(
            "error[GR2001]: a\\x0ab:1:4: bad \\x07\n  |\n1 | x: \\x1b[2J\\u202e\n  |    ^^^^\n",
            Text(new Diagnostic(ErrorCode.Syntax, "bad \a", new SourceSpan(text, 1, 4, 1))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(5000)]
    [InlineData(10000)]
    public void A_long_line_is_cut_to_120_columns_around_the_caret(int column)
    {
        var line = string.Concat(Enumerable.Range(0, 10000).Select(i => (char)('a' + i % 26)));
        var (shown, carets) = Snippet.Of(line, column, 1);
        Assert.InRange(shown.Length, 100, 120);
        Assert.Equal(line[column - 1], shown[carets.Length - 1]);
    }

    [Fact]
    public void Carets_stand_under_wide_characters()
    {
        var (_, carets) = Snippet.Of("x: '\U0001F600' + 日本 + y", 14, 1);
        Assert.Equal(16, carets.Length);
    }

    [Fact]
    public void A_position_past_the_end_of_the_line_points_behind_it() => Assert.Equal(("ab", "  ^"), Snippet.Of("ab", 3, 5));

    private static string Text(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        DiagnosticText.Append(text, diagnostic, Colors.None);
        return text.ToString();
    }
}
