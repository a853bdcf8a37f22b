using System.Diagnostics;

namespace Bookstore.Faults;

/// <summary>A small disk in memory, mounted on a folder; for root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int MiB = 1_048_576;

    private readonly string _folder;
    private readonly string _ballast;

    private SmallDisk(string folder)
    {
        _folder = folder;
        _ballast = Path.Combine(folder, "ballast");
    }

    /// <summary>Mounts a disk of 64 MiB; <see langword="null"/> where that is not allowed.</summary>
    public static SmallDisk? MountIfAllowed(string folder) =>
        Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder) == 0 ? new SmallDisk(folder) : null;

    /// <summary>Takes all the room that there is.</summary>
    public void Fill()
    {
        using var ballast = File.OpenHandle(_ballast, FileMode.Create, FileAccess.Write);
        var block = new byte[MiB];
        var position = 0L;
        for (var size = MiB; size >= 4_096; size /= 2)
        {
            try
            {
                while (true)
                {
                    RandomAccess.Write(ballast, block.AsSpan(0, size), position);
                    position += size;
                }
            }
            catch (IOException)
            {
                // No room for a block of this size: a smaller one may fit.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_ballast);

    public void Dispose() => Run("umount", "-l", _folder).ShouldBe(0);

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit(60_000).ShouldBeTrue();
        return process.ExitCode;
    }
}
