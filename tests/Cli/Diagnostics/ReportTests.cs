using System.Text;
using GraphRun.Cli.Diagnostics;
using GraphRun.Errors;
using Xunit;

namespace GraphRun.Tests.Cli.Diagnostics;

public sealed class ReportTests
{
    private static readonly SourceText text = new("g.yaml", "a: b");

    [Fact]
    public void Json_diagnostics_are_one_object_a_line() => Assert.Equal(
        """
        {"severity":"error","code":"GR2001","message":"it's <odd>","file":"g.yaml","line":1,"column":4,"endLine":1,"endColumn":5,"node":"a","help":"mend it"}
        {"severity":"warning","code":"GR1001","message":"second"}

        """,
        Written(json: true, quiet: true, report => report.Write(
        [
            new Diagnostic(ErrorCode.Syntax, "it's <odd>", new SourceSpan(text, 1, 4, 1), "mend it", "a"),
            new Diagnostic(ErrorCode.Usage, "second") { IsWarning = true },
        ])));

    [Fact]
    public void Text_stops_after_twenty_one_diagnostics_and_counts_the_rest()
    {
        var written = Written(json: false, quiet: false, report => report.Write([.. Enumerable.Repeat(new Diagnostic(ErrorCode.Usage, "odd"), 25)]));
        Assert.Equal(string.Concat(Enumerable.Repeat("error[GR1001]: odd\n", 21)) + "and 4 more\n", written);
    }

    [Theory]
    [InlineData(false, false, "done\n")]
    [InlineData(false, true, "")]
    [InlineData(true, false, "{\"severity\":\"note\",\"message\":\"done\"}\n")]
    public void Notes_are_dropped_when_quiet(bool json, bool quiet, string expected) =>
        Assert.Equal(expected, Written(json, quiet, report => report.Note("done")));

    [Theory]
    [InlineData("always", "NO_COLOR=1", false, true)]
    [InlineData("never", "CLICOLOR_FORCE=1", true, false)]
    [InlineData(null, "", true, true)]
    [InlineData(null, "", false, false)]
    [InlineData(null, "NO_COLOR=1", true, false)]
    [InlineData(null, "NO_COLOR=", true, true)]
    [InlineData(null, "NO_COLOR=1 CLICOLOR_FORCE=1", true, false)]
    [InlineData(null, "CLICOLOR_FORCE=1", false, true)]
    [InlineData(null, "FORCE_COLOR=1", false, true)]
    [InlineData(null, "CLICOLOR=0", true, false)]
    [InlineData(null, "TERM=dumb", true, false)]
    public void The_first_that_speaks_decides_on_colour(string? option, string environment, bool isTerminal, bool isColored)
    {
        var variables = environment.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[^1]);
        var colors = Colors.For(option, name => name.Length > 0 ? variables.GetValueOrDefault(name) : null, () => isTerminal);
        Assert.Equal(isColored ? Colors.Ansi : Colors.None, colors);
    }

    private static string Written(bool json, bool quiet, Action<Report> write)
    {
        using var stream = new MemoryStream();
        write(new Report(stream, Colors.None, json, quiet));
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
