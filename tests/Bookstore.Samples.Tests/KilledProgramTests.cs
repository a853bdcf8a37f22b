using System.Globalization;
using System.Text.RegularExpressions;
using Bookstore.Support;
using Shouldly;

namespace Bookstore.Samples;

/// <summary>The sample after a kill. It waits for the leases of the process that was killed, and the other tests of the sample run beside it.</summary>
public sealed partial class KilledProgramTests
{
    [LongFact]
    public async Task Run_killed_and_started_again_keeps_every_promise()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "shop.db");
        using (var process = SampleProcess.Start("--orders", "1000000", "--database", path))
        {
            await process.WaitForFileAsync(path + ".payments", 200_000);
            process.Kill();
        }

        var output = await SampleProcess.RunAsync("--orders", "50", "--seed", "2", "--database", path);

        output.ExitCode.ShouldBe(0, output.Text + output.Faults);
        output.LastLine.ShouldEndWith("violations=0");
        long.Parse(ReconciledRecords().Match(output.Text).Groups["records"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).ShouldBeGreaterThan(1_000);
    }

    [GeneratedRegex(@"^ReconcileAsync: (?<records>[\d,]+) records checked, 0 findings\.$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex ReconciledRecords();
}
