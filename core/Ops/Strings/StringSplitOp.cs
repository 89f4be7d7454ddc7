using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>Strings cut into words, as a sparse matrix with a row for each string.</summary>
public static class StringSplitOp
{
    private static readonly string[] outputs = ["indices: int64", "values: string", "shape: int64"];

    [Op]
    public static OpDef StringSplit { get; } = new()
    {
        Name = "StringSplit",
        Summary = "The words of each string of a vector, cut at every byte that delimiter has (between all bytes when it has none); empty words are "
            + "left out unless skip_empty is false.",
        Inputs = ["input: string", "delimiter: string"],
        Outputs = outputs,
        Attrs = ["skip_empty: bool = true"],
        Example = "StringSplit(['a b', 'c'], ' ')",
        Shape = Infer,
        Kernel = builder =>
        {
            var skips = builder.Attrs.Bool("skip_empty");
            return step =>
            {
                var delimiters = step.Input(1).Value<byte[]>();
                Run(step, (text, words) => CutAtAny(text, delimiters, skips, words));
            };
        },
    };

    [Op("strings.split")]
    public static OpDef StringSplitV2 { get; } = new()
    {
        Name = "StringSplitV2",
        Summary = "The words of each string of a vector as Python's split gives them: cut at sep, or, when sep is '', at runs of spaces; at most "
            + "maxsplit times unless it is -1.",
        Inputs = ["input: string", "sep: string"],
        Outputs = outputs,
        Attrs = ["maxsplit: int = -1"],
        Parameters = ["input: input", "sep: sep = ''", "maxsplit: maxsplit = -1"],
        Example = "StringSplitV2(['a b', 'c'], '')",
        Shape = Infer,
        Kernel = builder =>
        {
            var most = builder.Attrs.Int("maxsplit") is >= 0 and var given ? given : long.MaxValue;
            return step =>
            {
                var separator = step.Input(1).Value<byte[]>();
                Run(step, (text, words) => Cut(text, separator, most, words));
            };
        },
    };

    private static void Infer(ShapeContext context)
    {
        context.WithRank(0, 1);
        context.WithRank(1, 0);
        context.Output(0, Shape.Of(Shape.Unknown, 2));
        context.Output(1, Shape.Of(Shape.Unknown));
        context.Output(2, Shape.Of(2));
    }

    private static void Run(Step step, Action<byte[], List<byte[]>> cut)
    {
        var input = step.Input(0);
        if (input.Rank != 1)
            throw StringElements.Invalid($"input must be a vector, got shape: {input.Shape}");
        if (step.Input(1).Rank != 0)
            throw StringElements.Invalid($"delimiter must be a scalar, got shape: {step.Input(1).Shape}");
        var (words, places, widest) = (new List<byte[]>(), new List<long>(), 0);
        for (var row = 0; row < input.ElementCount; row++)
        {
            var first = words.Count;
            cut(input.Values<byte[]>()[row], words);
            for (var i = first; i < words.Count; i++)
                places.AddRange([row, i - first]);
            widest = Math.Max(widest, words.Count - first);
        }

        step.Allocate(0, Shape.Of(words.Count, 2)).Write([.. places]);
        StringElements.Write(step.Allocate(1, Shape.Of(words.Count)), words);
        step.Allocate(2, Shape.Of(2)).Write([input.ElementCount, widest]);
    }

    private static void CutAtAny(byte[] text, byte[] delimiters, bool skips, List<byte[]> words)
    {
        var first = 0;
        for (var i = 0; i <= text.Length && text.Length > 0; i++)
        {
            if (delimiters.Length == 0 ? i == 0 : i < text.Length && !delimiters.Contains(text[i]))
                continue;
            if (i > first || (!skips && delimiters.Length > 0))
                words.Add(text[first..i]);
            first = delimiters.Length == 0 ? i : i + 1;
        }
    }

    private static void Cut(byte[] text, byte[] separator, long most, List<byte[]> words)
    {
        if (separator.Length == 0)
        {
            CutAtSpaces(text, most, words);
            return;
        }

        var (first, cuts) = (0, 0L);
        for (; cuts < most && text.AsSpan(first).IndexOf(separator) is >= 0 and var next; cuts++)
        {
            words.Add(text[first..(first + next)]);
            first += next + separator.Length;
        }

        words.Add(text[first..]);
    }

    private static void CutAtSpaces(byte[] text, long most, List<byte[]> words)
    {
        for (var i = 0; i < text.Length;)
        {
            while (i < text.Length && StringElements.IsSpace(text[i]))
                i++;
            if (i == text.Length)
                return;
            var first = i;
            while (i < text.Length && (!StringElements.IsSpace(text[i]) || most == 0))
                i++;
            words.Add(most == 0 ? text[first..] : text[first..i]);
            most = Math.Max(most - 1, 0);
        }
    }
}
