using System.Diagnostics;
using System.Globalization;

namespace Bookstore.Onix.Bench;

/// <summary>What one way to read a file took.</summary>
/// <param name="Products">The products that it saw.</param>
/// <param name="Bytes">The length of the file.</param>
/// <param name="Elapsed">The time.</param>
/// <param name="Processor">The time of the processor.</param>
/// <param name="PeakBytes">The most memory of the process.</param>
internal sealed record Measured(long Products, long Bytes, TimeSpan Elapsed, TimeSpan Processor, long PeakBytes)
{
    private const double BytesPerMegabyte = 1_000_000;

    public static async Task<Measured> RunAsync(string path, Func<Stream, Task<long>> read)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        var products = await read(file);
        using var process = Process.GetCurrentProcess();
        return new Measured(products, file.Length, TimeProvider.System.GetElapsedTime(started), process.TotalProcessorTime, process.PeakWorkingSet64);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"products={Products} mb_per_s={Bytes / BytesPerMegabyte / Elapsed.TotalSeconds:0.0} mb_per_cpu_s={Bytes / BytesPerMegabyte / Processor.TotalSeconds:0.0} peak_mb={PeakBytes / BytesPerMegabyte:0}");
}
