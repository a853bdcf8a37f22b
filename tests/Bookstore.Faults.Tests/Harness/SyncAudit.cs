using System.Globalization;
using System.Text.RegularExpressions;

namespace Bookstore.Faults;

/// <summary>
/// Reads what strace saw of a process's files, and finds syncs that were trusted wrongly: after a failed sync the kernel may have dropped what was
/// written, though a second sync says that all is well. What was written before a failed sync has to be written again.
/// </summary>
internal sealed partial class SyncAudit
{
    private readonly Dictionary<string, FileBytes> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unfinished = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];

    public int FailedSyncs { get; private set; }

    public int Syncs { get; private set; }

    public static SyncAudit Of(IEnumerable<string> lines)
    {
        var audit = new SyncAudit();
        foreach (var line in lines)
        {
            audit.Add(line);
        }

        return audit;
    }

    public IReadOnlyList<string> Findings => _findings;

    private void Add(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var thread = line[..Math.Max(space, 0)];
        if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
        {
            _unfinished[thread] = line[..^"<unfinished ...>".Length].TrimEnd();
            return;
        }

        if (Resumed().Match(line) is { Success: true } resumed)
        {
            if (!_unfinished.Remove(thread, out var begun))
            {
                return;
            }

            line = begun + resumed.Groups["rest"].Value;
        }

        if (Call().Match(line) is { Success: true } call)
        {
            Apply(call, line);
        }
    }

    private void Apply(Match call, string line)
    {
        var path = call.Groups["path"].Value;
        if (!_files.TryGetValue(path, out var file))
        {
            _files.Add(path, file = new FileBytes());
        }

        var numbers = call.Groups["arguments"].Value.Split(", ");
        var result = long.Parse(call.Groups["result"].Value, CultureInfo.InvariantCulture);
        switch (call.Groups["name"].Value)
        {
            case "pwrite64" when result > 0:
                file.Write(long.Parse(numbers[^1], CultureInfo.InvariantCulture), result);
                break;
            case "ftruncate" when result == 0:
                file.Truncate(long.Parse(numbers[^1], CultureInfo.InvariantCulture));
                break;
            case "fdatasync" or "fsync" when result == 0:
                Syncs++;
                if (!file.Sync())
                {
                    _findings.Add($"{Path.GetFileName(path)} was synced again after a failed sync without what had been written: {line}");
                }

                break;
            case "fdatasync" or "fsync":
                FailedSyncs++;
                file.FailSync();
                break;
        }
    }

    [GeneratedRegex(@"<\.\.\. \w+ resumed>(?<rest>.*)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Resumed();

    [GeneratedRegex(@"(?<name>\w+)\(\d+<(?<path>[^>]+)>(?<arguments>.*)\)\s+= (?<result>-?\d+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Call();

    /// <summary>Which bytes of a file are written but not synced, and which were given up by a failed sync.</summary>
    private sealed class FileBytes
    {
        private readonly List<(long From, long To)> _dirty = [];
        private readonly List<(long From, long To)> _doubtful = [];

        public void Write(long offset, long length)
        {
            _dirty.Add((offset, offset + length));
            Remove(_doubtful, offset, offset + length);
        }

        public void Truncate(long length) => Array.ForEach([_dirty, _doubtful], ranges => Remove(ranges, length, long.MaxValue));

        public void FailSync()
        {
            _doubtful.AddRange(_dirty);
            _dirty.Clear();
        }

        public bool Sync()
        {
            var isTrue = _doubtful.Count == 0;
            _dirty.Clear();
            _doubtful.Clear();
            return isTrue;
        }

        private static void Remove(List<(long From, long To)> ranges, long from, long to)
        {
            for (var i = ranges.Count - 1; i >= 0; i--)
            {
                var range = ranges[i];
                if (range.From >= to || range.To <= from)
                {
                    continue;
                }

                ranges.RemoveAt(i);
                if (range.From < from)
                {
                    ranges.Add((range.From, from));
                }

                if (range.To > to)
                {
                    ranges.Add((to, range.To));
                }
            }
        }
    }
}
