using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A process loses all its POSIX locks on a file when it closes any handle on it: another process would then take the file for unused.</summary>
public sealed class FileLockTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [LinuxFact]
    public async Task InitializeAsync_another_connection_of_this_process_is_open_keeps_its_locks()
    {
        await _database.OpenStore().FindOrderAsync(Guid.CreateVersion7(), CancellationToken.None);
        var before = Locks();

        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        before.ShouldBeGreaterThan(0);
        Locks().ShouldBeGreaterThanOrEqualTo(before);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    // A line of it: 1: POSIX ADVISORY READ process device:inode from to
    private int Locks()
    {
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var inode = ":" + InodeOf(_database.Path);
        return File.ReadLines("/proc/locks")
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields.Contains("POSIX") && fields.Contains(process) && fields.Any(field => field.EndsWith(inode, StringComparison.Ordinal)));
    }

    private static string InodeOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    private sealed class LinuxFactAttribute : FactAttribute
    {
        public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Locks are looked up in /proc/locks, which Linux has.";
    }
}
