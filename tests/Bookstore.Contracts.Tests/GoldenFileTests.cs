using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The names on the wire are a promise: each type is compared with a file. BOOKSTORE_UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class GoldenFileTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Serialize_every_type_writes_what_the_golden_file_has(string name)
    {
        var (value, type) = Samples.Find(name);
        var json = JsonNode.Parse(JsonSerializer.Serialize(value, type))!.ToJsonString(Indented) + "\n";
        var path = Path.Combine(Folder(), name + ".json");
        if (Environment.GetEnvironmentVariable("BOOKSTORE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, json);
        }

        json.ShouldBe(File.ReadAllText(path), "the wire has changed; run BOOKSTORE_UPDATE_GOLDEN=1 dotnet test tests/Bookstore.Contracts.Tests if that is meant");
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Deserialize_golden_file_reads_everything_back(string name)
    {
        var (_, type) = Samples.Find(name);
        var json = File.ReadAllText(Path.Combine(Folder(), name + ".json"));

        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), type);

        JsonNode.DeepEquals(JsonNode.Parse(again), JsonNode.Parse(json)).ShouldBeTrue(again);
    }

    [Fact]
    public void EveryPublicProperty_has_a_pinned_snake_case_name()
    {
        foreach (var property in Samples.Types.SelectMany(type => type.GetProperties()).Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Always))
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name;
            name.ShouldNotBeNull($"{property.DeclaringType!.Name}.{property.Name} has no JsonPropertyName");
            name.ShouldMatch("^[a-z]+(_[a-z]+)*$");
        }
    }

    [Fact]
    public void EveryWireType_has_a_sample()
    {
        var wireTypes = typeof(BookResource).Assembly.GetExportedTypes()
            .Where(type => type.GetProperties().Any(property => property.IsDefined(typeof(JsonPropertyNameAttribute))));
        var nested = new[] { typeof(BookContributorResource), typeof(BookSeriesResource), typeof(BookSubjectResource), typeof(BookDimensionsResource), typeof(BookPriceResource), typeof(PlaceOrderItem), typeof(ItemQuantity), typeof(ParcelResource), typeof(PaymentBody), typeof(OrderActionResource), typeof(OrderItemResource), typeof(OrderAdjustmentResource), typeof(OrderAdjustmentBody), typeof(QuoteItemResource), typeof(OrderAttentionResource), typeof(OrderDisputeResource), typeof(DeliveryAttentionResource), typeof(PaymentResolutionResource), typeof(ReservationItemResource), typeof(WorkAttentionResource), typeof(ReturnItemBody), typeof(ReceivedItemBody), typeof(ReturnItemResource), typeof(WithdrawalReceiptResource), typeof(ReturnAttentionResource), typeof(ActorResource) };

        wireTypes.Except(nested).ShouldBe(Samples.Types, ignoreOrder: true);
    }

    [Fact]
    public void Deserialize_members_and_values_of_a_newer_server_are_tolerated()
    {
        const string Json = """{"order_id":"1","status":"held_for_review","total":1,"currency":"USD","gift":{"wrap":true}}""";

        JsonSerializer.Deserialize(Json, BookstoreJsonContext.Default.OrderReceipt)!.Status.ShouldBe("held_for_review");
    }

    [Fact]
    public void ToString_bodies_with_cards_or_addresses_do_not_show_them()
    {
        var payment = new PaymentBody { CardNumber = "4111111111111111", Expiry = "12/30" };
        var order = new PlaceOrderBody { CustomerId = "c", Items = [], Payment = payment };

        order.ToString().ShouldNotContain("4111");
        payment.ToString().ShouldNotContain("12/30");
        Samples.Find("delivery").Value.ToString()!.ShouldNotContain("Main St");
        Samples.Find("schedule-delivery").Value.ToString()!.ShouldNotContain("Main St");
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Golden");
}
