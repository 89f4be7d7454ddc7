using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Strings and regular expressions, in RE2's syntax.</summary>
public static class RegexOp
{
    private const string Syntax = "RE2's syntax, in time proportional to the text; characters are Unicode's, one above U+FFFF counts as "
        + "two, and in strings that are "
        + "no UTF-8 each byte is one.";

    [Op("regex_replace", "strings.regex_replace")]
    public static OpDef RegexReplace { get; } = new()
    {
        Name = "RegexReplace",
        Summary = $"Each string with the matches of pattern, or only the first, replaced by rewrite, in which \\1 to \\9 are groups and "
            + $"\\0 the match. {Syntax}",
        Inputs = ["input: string", "pattern: string", "rewrite: string"],
        Outputs = ["output: string"],
        Attrs = ["replace_global: bool = true"],
        Example = "regex_replace(['a1', 'b22'], '[0-9]', 'x')",
        Shape = Infer,
        Kernel = builder =>
        {
            var isGlobal = builder.Attrs.Bool("replace_global");
            return step => Replace(step, Scalar(step, 1, "Pattern"), Scalar(step, 2, "Rewrite"), isGlobal);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    [Op]
    public static OpDef StaticRegexReplace { get; } = new()
    {
        Name = "StaticRegexReplace",
        Summary = "RegexReplace with a pattern and a rewrite that are attrs.",
        Inputs = ["input: string"],
        Outputs = ["output: string"],
        Attrs = ["pattern: string", "rewrite: string", "replace_global: bool = true"],
        Example = "StaticRegexReplace(['a1', 'b22'], pattern='[0-9]', rewrite='x')",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var (pattern, rewrite, isGlobal) = (builder.Attrs.Text("pattern"), builder.Attrs.Text("rewrite"),
                builder.Attrs.Bool("replace_global"));
            return step => Replace(step, pattern, rewrite, isGlobal);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    [Op("strings.regex_full_match")]
    public static OpDef RegexFullMatch { get; } = new()
    {
        Name = "RegexFullMatch",
        Summary = $"Whether pattern matches the whole of each string. {Syntax}",
        Inputs = ["input: string", "pattern: string"],
        Outputs = ["output: bool"],
        Example = "strings.regex_full_match(['TF lib', 'lib'], '.*lib$')",
        Shape = Infer,
        Kernel = _ => step => Match(step, Scalar(step, 1, "Pattern")),
        Gradient = Gradients.GradientRules.Stop,
    };

    [Op]
    public static OpDef StaticRegexFullMatch { get; } = new()
    {
        Name = "StaticRegexFullMatch",
        Summary = "RegexFullMatch with a pattern that is an attr.",
        Inputs = ["input: string"],
        Outputs = ["output: bool"],
        Attrs = ["pattern: string"],
        Example = "StaticRegexFullMatch(['TF lib', 'lib'], pattern='.*lib$')",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var pattern = builder.Attrs.Text("pattern");
            return step => Match(step, pattern);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Infer(ShapeContext context)
    {
        for (var i = 1; i < context.InputCount; i++)
            context.WithRank(i, 0);
        context.Output(0, context.Input(0));
    }

    private static string Scalar(Step step, int input, string name) => step.Input(input).Rank == 0
        ? StringElements.Show(step.Input(input).Value<byte[]>())
        : throw StringElements.Invalid($"{name} must be scalar, but received {step.Input(input).Shape}");

    private static void Match(Step step, string pattern)
    {
        var texts = step.Input(0).Values<byte[]>();
        var output = step.Allocate(0, step.Input(0).Shape).Writable<bool>();
        var (regex, ofBytes) = Compile(pattern, isWhole: true);
        for (var i = 0; i < texts.Length; i++)
            output[i] = Utf8.IsValid(texts[i]) ? regex.IsMatch(Encoding.UTF8.GetString(texts[i]))
                : ofBytes.Value.IsMatch(Encoding.Latin1.GetString(texts[i]));
    }

    private static void Replace(Step step, string pattern, string rewrite, bool isGlobal)
    {
        var texts = step.Input(0).Values<byte[]>();
        var output = step.Allocate(0, step.Input(0).Shape).Writable<byte[]>();
        var (regex, ofBytes) = Compile(pattern, isWhole: false);
        for (var i = 0; i < texts.Length; i++)
        {
            output[i] = Utf8.IsValid(texts[i])
                ? Encoding.UTF8.GetBytes(Replace(regex, Encoding.UTF8.GetString(texts[i]), rewrite, isGlobal))
                : Encoding.Latin1.GetBytes(Replace(ofBytes.Value, Encoding.Latin1.GetString(texts[i]), AsBytes(rewrite), isGlobal));
        }
    }

    private static (Regex Regex, Lazy<Regex> OfBytes) Compile(string pattern, bool isWhole) =>
        (RegexSyntax.Compile(pattern, isWhole), new Lazy<Regex>(() => RegexSyntax.Compile(AsBytes(pattern), isWhole)));

    // One character for each byte of the UTF-8 form.
    private static string AsBytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    // RE2 takes no empty match right behind a match, .NET's own replacement does.
    private static string Replace(Regex regex, string text, string rewrite, bool isGlobal)
    {
        var (result, copied, end) = (new StringBuilder(), 0, -1);
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0 && match.Index == end)
                continue;
            result.Append(text, copied, match.Index - copied);
            Rewrite(match, rewrite, result);
            copied = end = match.Index + match.Length;
            if (!isGlobal)
                break;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static void Rewrite(Match match, string rewrite, StringBuilder result)
    {
        for (var i = 0; i < rewrite.Length; i++)
        {
            if (rewrite[i] != '\\')
                result.Append(rewrite[i]);
            else if (++i < rewrite.Length && char.IsAsciiDigit(rewrite[i]))
                result.Append(Group(match, rewrite[i] - '0', rewrite).Value);
            else if (i < rewrite.Length && rewrite[i] == '\\')
                result.Append('\\');
            else
                throw StringElements.Invalid($"Invalid rewrite: {rewrite}: a backslash must stand before a digit or a backslash");
        }
    }

    private static Group Group(Match match, int number, string rewrite) => number < match.Groups.Count
        ? match.Groups[number]
        : throw StringElements.Invalid($"Invalid rewrite: {rewrite}: the pattern has {match.Groups.Count - 1} groups");
}
