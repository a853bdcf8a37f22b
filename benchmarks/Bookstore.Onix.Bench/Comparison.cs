using System.Diagnostics;
using System.Globalization;

namespace Bookstore.Onix.Bench;

/// <summary>Makes the file where it is not there, and reads it in each way.</summary>
internal static class Comparison
{
    private const double BytesPerMegabyte = 1_000_000;

    public static int Run(string megabytes, string path)
    {
        if (!File.Exists(path))
        {
            Own("make", path, megabytes);
        }

        var length = new FileInfo(path).Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {length / BytesPerMegabyte:0} MB"));
        var started = TimeProvider.System.GetTimestamp();
        var lines = Out("grep", "-c", "<Product>", path);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"grep -c     products={lines} mb_per_s={length / BytesPerMegabyte / elapsed.TotalSeconds:0.0}"));
        Console.WriteLine($"XmlReader   {Own("walk", path)}");
        Console.WriteLine($"OnixReader  {Own("read", path)}");
        return 0;
    }

    private static string Own(params string[] arguments) => Out(Environment.ProcessPath!, arguments);

    private static string Out(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
