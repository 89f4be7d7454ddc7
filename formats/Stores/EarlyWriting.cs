using GraphRun.Formats.Files;

namespace GraphRun.Formats.Stores;

/// <summary>
/// Lets the disk work while a large commit is still being put together: every few megabytes the kernel is told to begin writing out
/// what SQLite has handed over so far. It changes nothing in what is written or in what order it must be; the commit still waits
/// for all of it.
/// </summary>
internal sealed class EarlyWriting(string path)
{
    private const int Interval = 4 << 20;

    private long handedOver;
    private int? descriptor;
    private bool isSearched;

    /// <summary>Takes note of bytes that SQLite was given.</summary>
    public void Add(int bytes)
    {
        handedOver += bytes;
        if (handedOver < Interval || !OperatingSystem.IsLinux())
            return;
        handedOver = 0;
        if (!isSearched)
            descriptor = FileIdentity.Of(path) is { } file ? LinuxFile.DescriptorOf(file) : null;
        isSearched = true;
        if (descriptor is { } open)
            LinuxFile.BeginWritingOut(open);
    }
}
