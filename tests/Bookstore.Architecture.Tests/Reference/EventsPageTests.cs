using System.Text.RegularExpressions;
using Bookstore.Contracts;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/events.md explains every type of event that the feed has, once, and no other.</summary>
public sealed partial class EventsPageTests
{
    [Fact]
    public void Every_type_has_its_place_in_the_table()
    {
        var explained = Row().Matches(Repository.Read("docs/events.md")).SelectMany(static row => Type().Matches(row.Groups["types"].Value)).Select(static type => type.Groups[1].Value);

        explained.ShouldBe(EventTypes.All, ignoreOrder: true);
    }

    [Fact]
    public void Contracts_name_the_same_types() =>
        typeof(FeedEventTypes).GetFields().Where(static field => field.IsLiteral).Select(static field => (string)field.GetRawConstantValue()!).ShouldBe(EventTypes.All, ignoreOrder: true);

    // The rows of the table of types: its first column has nothing but names such as `order.created`.
    [GeneratedRegex(@"^\| (?<types>`[a-z]+\.[a-z_]+`(?:, `[a-z]+\.[a-z_]+`)*) \| ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z._]+)`")]
    private static partial Regex Type();
}
