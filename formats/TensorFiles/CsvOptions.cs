namespace GraphRun.Formats.TensorFiles;

/// <summary>Whether the first row of a CSV file names the columns.</summary>
public enum CsvHeader
{
    /// <summary>It does when none of its cells is a value and strings are not what is read.</summary>
    Auto,
    Yes,
    No,
}

/// <summary>How the cells of a text file are set apart.</summary>
/// <param name="Delimiter">A comma for CSV, a tab for TSV.</param>
public readonly record struct CsvOptions(byte Delimiter = (byte)',', CsvHeader Header = CsvHeader.Auto)
{
    /// <summary>Cells between tabs.</summary>
    public static CsvOptions Tsv => new((byte)'\t');

    /// <summary>Cells between commas.</summary>
    public static CsvOptions Csv => new((byte)',');
}
