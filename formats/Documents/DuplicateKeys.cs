using GraphRun.Errors;

namespace GraphRun.Formats.Documents;

/// <summary>Finds keys that stand twice in one mapping: neither parser looks for them.</summary>
internal static class DuplicateKeys
{
    private const int ComparedOneByOne = 16;

    public static void Report(Document document, int count, ErrorList errors)
    {
        var table = Array.Empty<int>();
        for (var i = 0; i < count; i++)
        {
            if (document[i].Kind != DocumentNodeKind.Mapping || document[i].Text < 4)
                continue;
            if (document[i].Text <= 2 * ComparedOneByOne)
                CompareAll(document, i, errors);
            else
                CompareHashed(document, i, ref table, errors);
        }
    }

    private static void CompareAll(Document document, int mapping, ErrorList errors)
    {
        for (var key = mapping + 1; key < document[mapping].End; key = NextKey(document, key))
        {
            for (var earlier = mapping + 1; earlier < key; earlier = NextKey(document, earlier))
            {
                if (document.TextOf(key).SequenceEqual(document.TextOf(earlier)))
                {
                    Add(document, earlier, key, errors);
                    break;
                }
            }
        }
    }

    /// <summary>Open addressing; the table holds indices of keys, 0 where free.</summary>
    private static void CompareHashed(Document document, int mapping, ref int[] table, ErrorList errors)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)document[mapping].Text);
        if (table.Length < size)
            table = new int[size];
        Array.Clear(table, 0, size);
        for (var key = mapping + 1; key < document[mapping].End; key = NextKey(document, key))
        {
            var text = document.TextOf(key);
            var slot = string.GetHashCode(text) & (size - 1);
            while (table[slot] != 0 && !document.TextOf(table[slot]).SequenceEqual(text))
                slot = (slot + 1) & (size - 1);
            if (table[slot] != 0)
                Add(document, table[slot], key, errors);
            else
                table[slot] = key;
        }
    }

    /// <summary>A key is followed by its value, and that by the next key.</summary>
    private static int NextKey(Document document, int key) => document[document[key].End].End;

    private static void Add(Document document, int first, int second, ErrorList errors)
    {
        var (earlier, later) = (new DocumentNode(document, first), new DocumentNode(document, second));
        errors.Add(
            ErrorCode.Duplicate,
            $"key '{Printable.Text(later.Text)}' stands twice: here and at {earlier.Span}",
            later.Span,
            help: "rename or remove one of them");
    }
}
