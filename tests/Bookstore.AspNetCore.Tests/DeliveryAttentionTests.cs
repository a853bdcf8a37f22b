using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>Deliveries that a person has to look at are found over the wire, with the reason.</summary>
public sealed class DeliveryAttentionTests
{
    [Fact]
    public async Task A_delivery_whose_booking_is_refused_is_listed_with_its_reason()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton<ICourier>(new RecordingCourier { Name = "picky", Refusal = "address_not_served" }));
        var order = await shop.OrderAsync(TestShop.Odyssey);
        var id = (await shop.PostAsync("/api/delivery", Bodies.Delivery(order, ",\"courier\":\"picky\""))).Json["delivery_id"]!.GetValue<string>();
        var other = (await shop.PostAsync("/api/delivery", Bodies.Delivery(await shop.OrderAsync(TestShop.Odyssey)))).Json["delivery_id"]!.GetValue<string>();

        await TestShop.EventuallyAsync(async () => (await shop.GetAsync("/api/delivery?attention=true")).Json.AsArray().Count > 0);

        var delivery = (await shop.GetAsync("/api/delivery?attention=true")).Json.AsArray().Single()!;
        delivery["delivery_id"]!.GetValue<string>().ShouldBe(id);
        delivery["status"]!.GetValue<string>().ShouldBe("failed");
        delivery["attention"]!["reason"]!.GetValue<string>().ShouldBe("booking_refused");
        delivery["attention"]!["code"]!.GetValue<string>().ShouldBe("address_not_served");
        delivery["attention"]!["since"]!.GetValue<string>().ShouldEndWith("Z");
        (await shop.GetAsync($"/api/delivery/{other}")).Json.AsObject().ContainsKey("attention").ShouldBeFalse();
        (await shop.GetAsync("/api/delivery?attention=false")).Json.AsArray().Count.ShouldBe(2);
        (await shop.GetAsync("/api/delivery?attention=yes")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
    }
}
