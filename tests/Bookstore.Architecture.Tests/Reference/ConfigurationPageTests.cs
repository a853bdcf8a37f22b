using System.Globalization;
using System.Text;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/configuration.md is made from the options types, their validation and their documentation; the documentation names the defaults and ranges that the code has.</summary>
public sealed class ConfigurationPageTests
{
    // Their ends follow from other options, which the documentation names instead of numbers.
    private static readonly string[] Dependent = ["AttemptTimeout", "LongestRetry", "MaxDelay", "MaxLogSize"];

    // The machine decides: the documentation says how.
    private static readonly Dictionary<string, string> DefaultsOfTheMachine = new(StringComparer.Ordinal) { ["SqliteStoreOptions.MaxReaders"] = "twice the processors, 16 at the most" };

    private static readonly Dictionary<string, string> NumberUnits = new(StringComparer.Ordinal)
    {
        ["MaxBodySize"] = "bytes",
        ["MaxResponseBytes"] = "bytes",
        ["MaxLogSize"] = "bytes",
        ["CacheSizeKiB"] = "KiB",
        ["CheckpointPages"] = "pages of 4 KiB",
    };

    [Fact]
    public void The_reference_page_is_made_from_the_options() => Page().ShouldBeApproved(Path.Combine(Repository.Root, "docs", "configuration.md"));

    [Fact]
    public void Every_options_type_of_the_packages_is_on_the_page()
    {
        var types = Repository.Packages.SelectMany(package => System.Reflection.Assembly.Load(package).GetExportedTypes()).Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal));
        var shown = OptionGroup.All.SelectMany(group => group.Options.Select(option => option.Property.DeclaringType!).Append(group.Type));

        types.Except(shown).ShouldBeEmpty("add it to OptionGroup.All");
    }

    [Fact]
    public void The_documentation_names_the_defaults_that_the_code_has()
    {
        foreach (var option in Counted().Where(option => option.Default is not null && !DefaultsOfTheMachine.ContainsKey(NameOf(option))))
        {
            var said = option.Meaning[(option.Meaning.LastIndexOf("Default ", StringComparison.Ordinal) + 8)..];
            var names = Words.All(OptionCheck.Number(option.Default)!.Value, IsTime(option));
            names.ShouldContain(name => said.StartsWith(name, StringComparison.Ordinal), $"{NameOf(option)}: {said}");
        }
    }

    [Fact]
    public void The_documentation_names_the_ranges_that_the_validation_accepts()
    {
        foreach (var option in Counted().Where(option => option.Range is { Least: not null, Most: not null } && !Dependent.Contains(option.Property.Name, StringComparer.Ordinal)))
        {
            var ranges = from least in Names(option, option.Range!.Least!.Value) from most in Names(option, option.Range!.Most!.Value) select (least, most);
            ranges.ShouldContain(range => IsSaid(option.Meaning, range.least, range.most), $"{NameOf(option)} is {RangeOf(option)}: {option.Meaning}");
        }
    }

    [Fact]
    public void What_the_sample_host_reads_beside_the_options_is_described() =>
        HostKeys.Described.Keys.ShouldBe(HostKeys.Read(OptionGroup.All.SelectMany(group => group.Options.Select(option => $"{group.Section}:{option.Path}"))), ignoreOrder: true);

    // Also with the unit once, at its end: 0 to 60 seconds.
    private static bool IsSaid(string text, string least, string most) =>
        text.Contains($"{least} to {most}", StringComparison.OrdinalIgnoreCase) || text.Contains($"{least.Split(' ')[0]} to {most}", StringComparison.Ordinal);

    private static IEnumerable<string> Names(ShopOption option, long value) => Words.All(value, IsTime(option));

    private static IEnumerable<ShopOption> Counted() => OptionGroup.All.SelectMany(group => group.Options).Where(option => option.Range is not null);

    private static bool IsTime(ShopOption option) => (Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType) == typeof(TimeSpan);

    private static string NameOf(ShopOption option) => $"{option.Property.DeclaringType!.Name}.{option.Property.Name}";

    // ---- The page --------------------------------------------------------------------------------------------

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Configuration

            Every option of the packages and of the sample host. Made from the options types, their validation and their documentation.

            - In `appsettings.json` a `:` of a key is a level: `{"Bookstore": {"WritePath": {"MaxBatchSize": 256}}}`. In the environment it is `__`. Code wins over both.
            - Of [several shops in one process](several-shops.md), those with a name read `Bookstore:Shops:<name>` in place of `Bookstore`.
            - A time is `[days.]hh:mm:ss[.fraction]`: `00:00:10` is 10 seconds, `2.00:00:00` is two days. `48:00:00` is not two days.
            - `<name>` is a name of your own, `<n>` a number from 0 on: the entries of a list.
            - A range that depends on another option is given for the default of that option.

            """);
        foreach (var group in OptionGroup.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {group.Title}\n\n{group.Introduction}\n\n");
            page.Append(group.Section is null ? "| Option | Form | Range | Default | What it does |\n|---|---|---|---|---|\n" : "| Key | Environment variable | Form | Range | Default | What it does |\n|---|---|---|---|---|---|\n");
            foreach (var option in group.Options)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {Names(group, option)} | {FormOf(option)} | {RangeOf(option)} | {DefaultOf(option)} | {option.Meaning} |\n");
            }
        }

        AppendHost(page);
        return page.ToString();
    }

    private static void AppendHost(StringBuilder page)
    {
        page.Append("\n## The sample host\n\n`samples/Bookstore.Host` reads these beside all of the above, and has other defaults for a few: `MaxRequestsPerSecond` 200, `GatewayTimeout` `00:00:05`, `MaxUnpaidOrdersPerCustomer` and `MaxDeclinedOrdersPerCustomer` 0. [REST](rest.md) has more.\n\n");
        page.Append("| Key | Environment variable | Default | What it does |\n|---|---|---|---|\n");
        foreach (var (key, (value, meaning)) in HostKeys.Described)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {(key.Contains(':', StringComparison.Ordinal) ? $"`{key}`" : "environment only")} | `{Variable(key)}` | {value} | {meaning} |\n");
        }
    }

    private static string Names(OptionGroup group, ShopOption option) => group.Section is null ? $"`{option.Path}`"
        : option.IsText ? $"`{group.Section}:{option.Path}` | `{Variable($"{group.Section}:{option.Path}")}`"
        : $"in code: `{option.Path.Replace(':', '.')}` | ";

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string FormOf(ShopOption option)
    {
        var type = Nullable.GetUnderlyingType(option.Property.PropertyType) ?? option.Property.PropertyType;
        return option.Path.EndsWith("<n>", StringComparison.Ordinal) ? "text, one each"
            : option.Path.EndsWith("<name>", StringComparison.Ordinal) ? "section"
            : type == typeof(TimeSpan) ? "time"
            : type == typeof(bool) ? "`true`, `false`"
            : type == typeof(Uri) ? "address"
            : type == typeof(double) ? "number"
            : type == typeof(int) || type == typeof(long) ? NumberUnits.GetValueOrDefault(option.Property.Name, "number")
            : typeof(Delegate).IsAssignableFrom(type) ? "code"
            : "text";
    }

    private static string RangeOf(ShopOption option) => option.Range is not { Least: { } least, Most: { } most } ? string.Empty
        : IsTime(option) ? $"{Words.Time(least)} to {Words.Time(most)}"
        : $"{Words.Number(least)} to {Words.Number(most)}";

    private static string DefaultOf(ShopOption option) => DefaultsOfTheMachine.GetValueOrDefault(NameOf(option)) ?? option.Default switch
    {
        null => "none",
        TimeSpan time => $"`{time:c}`",
        bool flag => flag ? "`true`" : "`false`",
        int or long => Words.Number(OptionCheck.Number(option.Default)!.Value),
        string { Length: 0 } => "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => $"`{text}`",
    };
}
