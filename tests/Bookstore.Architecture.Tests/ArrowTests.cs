using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>Which room of Core may refer to which, over the compiled types. A room is a folder of the project.</summary>
public sealed class ArrowTests
{
    private const string Root = LibraryTypes.Root;

    // Each feature stands on the ones before it; the write path and durable work know no feature.
    private static readonly Dictionary<string, string[]> MayReferTo = new(StringComparer.Ordinal)
    {
        [Root] = [],
        ["Diagnostics"] = [Root],
        ["Work"] = [Root, "Diagnostics", "Storage"],
        ["Storage"] = [Root, "Diagnostics"],
        ["WritePath"] = [Root, "Diagnostics", "Storage"],
        ["Events"] = [Root, "Diagnostics", "Work", "Storage", "WritePath"],
        ["Webhooks"] = [Root, "Events"],
        ["Inventory"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Events"],
        ["Sales"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Inventory", "Events"],
        ["Payments"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Sales", "Events"],
        ["Refunds"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Sales", "Payments", "Events"],
        ["Delivery"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Sales", "Payments", "Refunds", "Events"],
        ["Returns"] = [Root, "Diagnostics", "Storage", "WritePath", "Inventory", "Sales", "Refunds", "Delivery", "Events"],
        ["Workflow"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Inventory", "Sales", "Payments", "Refunds", "Delivery", "Events"],
        ["Inbox"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Sales", "Delivery", "Workflow", "Audit"],
        ["Customers"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Sales", "Refunds", "Delivery", "Returns", "Events"],
        ["Audit"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Inventory", "Sales", "Payments", "Refunds", "Delivery", "Returns", "Events"],
        ["Hosting"] = [Root, "Diagnostics", "Work", "Storage", "WritePath", "Inventory", "Sales", "Payments", "Refunds", "Delivery", "Returns", "Workflow", "Inbox", "Customers", "Audit", "Events", "Webhooks"],
    };

    private static readonly string[] Features = ["Inventory", "Sales", "Payments", "Refunds", "Delivery"];

    private readonly IReadOnlyList<LibraryType> _types = LibraryTypes.Read("Bookstore.Core");

    [Fact]
    public void A_room_refers_only_to_the_rooms_below_it()
    {
        var typeOf = _types.ToDictionary(type => type.Name, StringComparer.Ordinal);

        var wrong = from type in _types
                    from reference in type.References
                    where typeOf.ContainsKey(reference)
                    let target = typeOf[reference]
                    where target.Room != type.Room && !MayReferTo[type.Room].Contains(target.Room) && !IsStoredData(type, target)
                    select $"{type.Room} -> {target.Room}: {type.Name} refers to {target.Name}";

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_room_with_a_place_in_the_order() =>
        _types.Select(type => type.Room).Distinct(StringComparer.Ordinal).ShouldBe(MayReferTo.Keys, ignoreOrder: true);

    // Records hold what a feature defines: data, which refers to nothing that works on records. Log messages print its enums, and a commit carries events.
    private bool IsStoredData(LibraryType type, LibraryType target) =>
        (type.Room is "Storage" or "Diagnostics" || (type.Room is "WritePath" && target.Room is "Events")) && Features.Concat(["Workflow", "Events"]).Contains(target.Room)
        && !_types.Any(other => other.Room is "Storage" or "WritePath" or "Work" && target.References.Contains(other.Name));
}
