using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Bookstore.Contracts;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/event-types.md is made from the types of events, their documentation, and the members of data that the packages write.</summary>
public sealed partial class EventsPageTests
{
    private const string Orders = "orders";
    private const string Books = "books";

    // The resource of the types of a group.
    private static readonly Dictionary<string, string> Resources = new(StringComparer.Ordinal)
    {
        ["order"] = "orders/{order_id}",
        ["payment"] = "orders/{order_id}",
        ["refund"] = "orders/{order_id}",
        ["return"] = "orders/{order_id}",
        ["delivery"] = "orders/{order_id}",
        ["stock"] = "books/{isbn}",
        ["book"] = "books/{isbn}",
        ["preorder"] = "books/{isbn}",
        ["webhook"] = "webhooks/{webhook_id}",
        ["audit"] = "audits/{audit_id}",
    };

    // What the members of the data say, in the order of the page: the resource whose events have them, and the meaning.
    private static readonly (string Member, string Of, string Meaning)[] Members =
    [
        ("actor", "all", "who made the write: `client` and, where there is one, `sub`. See [who did what](events.md#who-did-what)"),
        ("client", "`actor`", "the program that sent the request, or `system`"),
        ("sub", "`actor`", "the person or the account that it acts for"),
        ("order_id", Orders, "the order"),
        ("status", Orders, "the order's status after the change"),
        ("payment_status", Orders, "the payment's status after the change"),
        ("previous_status", Orders, "the order's status before, where it has changed"),
        ("previous_payment_status", Orders, "the payment's status before, where it has changed"),
        ("total", Orders, "the order's total"),
        ("currency", "orders, books", "the currency of the amounts"),
        ("refunded", Orders, "what was given back, once there is a refund"),
        ("refundable", Orders, "what can still be given back, once there is a refund"),
        ("adjustments", Orders, "the [adjustments](money.md) of the order, without their labels"),
        ("kind", "`adjustments`, books, audits", "the kind of the adjustment; `received` or `adjusted`; `verify` or `reconcile`"),
        ("amount", "`adjustments`", "the amount of the adjustment"),
        ("included", "`adjustments`", "`true` where the amount is in the prices already"),
        ("delivery_id", Orders, "the delivery that it is about, or that the order has"),
        ("lines", Orders, "the copies that it is about, where they are a part of the order"),
        ("isbn", "`lines`, `waiting`, `adjustments`, books", "the book"),
        ("quantity", "`lines`, `waiting`", "how many copies"),
        ("received", "`lines` of a return", "how many copies came, once they were received"),
        ("sellable", "`lines` of a return", "how many of them can be sold again"),
        ("waiting", "orders, books", "of an order, the copies that it [waits for](pre-orders.md); of a book, how many copies orders wait for"),
        ("pending_action", Orders, "the call to the gateway that is still to be made: `authorize`, `capture`, `void` or `refund`"),
        ("failure_code", Orders, "why the payment failed"),
        ("attention", Orders, "why the order needs a person"),
        ("authorized_until", Orders, "until when the amount is held, while it is"),
        ("dispute_id", Orders, "the dispute at the gateway"),
        ("dispute_status", Orders, "`open`, `won` or `lost`"),
        ("dispute_amount", Orders, "the disputed amount"),
        ("dispute_reason", Orders, "the reason that the bank gives"),
        ("refund_id", Orders, "the refund"),
        ("refund_amount", Orders, "its amount"),
        ("refund_status", Orders, "`pending`, `succeeded` or `failed`"),
        ("return_id", Orders, "the [return](returns.md)"),
        ("return_kind", Orders, "`return` or `withdrawal`"),
        ("return_status", Orders, "its status after the change"),
        ("late", Orders, "whether a withdrawal came after its period"),
        ("on_hand_change", Books, "by how many copies the stock has changed"),
        ("on_hand", Books, "the copies in the house after it"),
        ("reserved", Books, "how many of them are promised to orders and carts"),
        ("available", Books, "how many can be sold"),
        ("added", Books, "whether the book is new in the catalogue"),
        ("price", Books, "its price"),
        ("changed", "books, webhooks", "the names of the members that have changed"),
        ("sellable_from", Books, "the date after the change"),
        ("embargo_until", Books, "the date after the change"),
        ("published_on", Books, "the date after the change"),
        ("previous_sellable_from", Books, "the date before the change"),
        ("previous_embargo_until", Books, "the date before the change"),
        ("previous_published_on", Books, "the date before the change"),
        ("order_ids", Books, "orders that wait for copies of the book"),
        ("webhook_id", "webhooks", "the endpoint"),
        ("reason", "webhooks", "`requested`, `gone`, `tries_used_up` or `failing_for_days`"),
        ("after", "webhooks", "the position behind which the endpoint continues"),
        ("event_id", "webhooks", "the event that the endpoint never gets"),
        ("audit_id", "audits", "the run"),
    ];

    private static readonly IReadOnlyList<FieldInfo> Types = [.. typeof(EventTypes).GetFields().Where(static field => field.IsLiteral)];

    [Fact]
    public void The_reference_page_is_made_from_the_code() => Page().ShouldBeApproved(Path.Combine(Repository.Root, "docs", "event-types.md"));

    [Fact]
    public void Every_member_that_is_written_is_explained_and_no_other() =>
        Written().ShouldBe(Members.Select(static member => member.Member), ignoreOrder: true);

    [Fact]
    public void The_documentation_of_a_type_names_members_that_are_explained() =>
        Types.SelectMany(static type => Name().Matches(XmlDocs.Remarks(type) ?? string.Empty)).Select(static name => name.Groups[1].Value).Where(static name => name != "previous_…").Distinct(StringComparer.Ordinal)
            .Except(Members.Select(static member => member.Member), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_type_is_listed_and_contracts_name_the_same()
    {
        Types.Select(NameOf).ShouldBe(EventTypes.All, ignoreOrder: true);
        typeof(FeedEventTypes).GetFields().Where(static field => field.IsLiteral).Select(NameOf).ShouldBe(EventTypes.All, ignoreOrder: true);
    }

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Event types

            Every type of [event](events.md), and the members of its data. Made from the code and its documentation. Later versions may add types and members: skip what you do not know.

            ## Types

            Beside the members of its resource, the data of an event has those of the last column.

            | Type | Resource | When | Data |
            |---|---|---|---|

            """);
        foreach (var type in Types.OrderBy(static type => Array.IndexOf([.. Resources.Keys], GroupOf(type))))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{NameOf(type)}` | `{Resources[GroupOf(type)]}` | {WithNames(XmlDocs.Summary(type))} | {XmlDocs.Remarks(type)} |\n");
        }

        page.Append("\n## Members\n\nA member is there when the event has something to say with it.\n\n| Member | Of | Meaning |\n|---|---|---|\n");
        foreach (var (member, of, meaning) in Members)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{member}` | {of} | {meaning} |\n");
        }

        return page.ToString();
    }

    private static string NameOf(FieldInfo type) => (string)type.GetRawConstantValue()!;

    private static string GroupOf(FieldInfo type) => NameOf(type).Split('.')[0];

    // A type is named as in the feed, and not as its constant.
    private static string WithNames(string text) => Types.Aggregate(text, static (words, type) => words.Replace($"`{type.Name}`", $"`{NameOf(type)}`", StringComparison.Ordinal));

    // The names that the writers of data are called with.
    private static SortedSet<string> Written()
    {
        var sources = new[] { "Bookstore.Core", "Bookstore.Webhooks" }.SelectMany(static package => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", package), "*.cs", SearchOption.AllDirectories))
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText)
            .Where(static source => source.Contains("EventDataWriter", StringComparison.Ordinal) || source.Contains(".BeginData(", StringComparison.Ordinal) || source.Contains("WebhookEvents.Append", StringComparison.Ordinal));
        return new SortedSet<string>(sources.SelectMany(static source => Literal().Matches(source)).Select(static literal => literal.Groups[1].Value).Append("currency"), StringComparer.Ordinal);
    }

    [GeneratedRegex("\"([a-z_]+)\"u8")]
    private static partial Regex Literal();

    [GeneratedRegex("`([a-z_…]+)`")]
    private static partial Regex Name();
}
