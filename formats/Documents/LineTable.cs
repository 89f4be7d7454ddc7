namespace GraphRun.Formats.Documents;

/// <summary>Where each line of a text begins; lines end with LF, with or without a CR before it.</summary>
internal sealed class LineTable
{
    private readonly List<int> starts = [0];

    public LineTable(string text)
    {
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
            starts.Add(end + 1);
    }

    /// <summary>The line, from 0, on which the character with this index stands.</summary>
    public int LineOf(int index)
    {
        var found = starts.BinarySearch(index);
        return found < 0 ? ~found - 1 : found;
    }

    /// <summary>The index of a line's first character.</summary>
    public int StartOf(int line) => starts[line];
}
