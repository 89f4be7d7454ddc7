using System.Runtime.CompilerServices;

namespace GraphRun.Passes;

/// <summary>The text of a note, put together only if somebody is going to read it: plans of many nodes have many notes.</summary>
[InterpolatedStringHandler]
internal ref struct NoteText
{
    private DefaultInterpolatedStringHandler text;

    public NoteText(int literalLength, int formattedCount, PlanDraft draft, out bool isWanted)
    {
        isWanted = draft.KeepsNotes;
        if (isWanted)
            text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string value) => text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public override string ToString() => text.ToStringAndClear();
}
