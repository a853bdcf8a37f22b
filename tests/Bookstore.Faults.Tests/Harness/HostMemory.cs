using System.Globalization;

namespace Bookstore.Faults;

/// <summary>What a process has of the machine's memory, as the kernel counts it.</summary>
internal static class HostMemory
{
    /// <summary>The most heap that the runtime takes by itself in a container of 1 GiB.</summary>
    public const string HeapOf1GiB = "0x30000000";

    /// <summary>The bytes in memory now.</summary>
    public static long Now(HostProcess host) => Read(host, "VmRSS:");

    /// <summary>The most bytes that were in memory at a time since the process started.</summary>
    public static long Peak(HostProcess host) => Read(host, "VmHWM:");

    private static long Read(HostProcess host, string name)
    {
        var line = File.ReadLines($"/proc/{host.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024;
    }
}
