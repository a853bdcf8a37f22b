using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

public sealed class PostalAddressTests
{
    private static readonly PostalAddress Home = new() { Name = "Ada Lovelace", Lines = ["1 Main St", "c/o Byron"], City = "London", Region = "Greater London", PostalCode = "N1 9GU", Country = "GB" };

    [Fact]
    public async Task ScheduleAsync_with_an_address_in_parts_keeps_both_and_prints_neither()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, PostalAddress = Home, IdempotencyKey = new IdempotencyKey("test", "1") };

        var scheduled = (await shop.Deliveries.ScheduleAsync(request)).Delivery!;

        scheduled.Address.ShouldBe("Ada Lovelace\n1 Main St\nc/o Byron\nN1 9GU London\nGreater London\nGB");
        (await shop.Deliveries.FindAsync(scheduled.Id))!.PostalAddress.ShouldBe(Home);
        (await shop.Deliveries.ScheduleAsync(request)).Replayed.ShouldBeTrue();
        (await shop.Deliveries.ScheduleAsync(request with { PostalAddress = Home with { PostalCode = "N1", City = "9GU London" } })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
        $"{scheduled} {request} {Home} {scheduled.PostalAddress}".ShouldNotContain("Main");
    }

    [Fact]
    public async Task ScheduleAsync_with_an_address_out_of_range_or_with_two_of_them_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id };

        foreach (var wrong in (ScheduleDeliveryRequest[])
        [
            request,
            request with { Address = "1 Main St", PostalAddress = Home },
            request with { PostalAddress = Home with { Country = "gb" } },
            request with { PostalAddress = Home with { Lines = [] } },
            request with { PostalAddress = Home with { Lines = ["1", " "] } },
            request with { PostalAddress = Home with { Lines = ["1", "2", "3", "4", "5", "6"] } },
            request with { PostalAddress = Home with { City = new string('x', 101) } },
            request with { PostalAddress = Home with { Region = "" } },
        ])
        {
            await Should.ThrowAsync<ArgumentException>(() => shop.Deliveries.ScheduleAsync(wrong));
        }
    }

    [Fact]
    public void The_longest_address_in_parts_fits_into_one_text()
    {
        var part = new string('x', PostalAddress.MaxPartLength);
        var longest = new PostalAddress { Name = part, Lines = [part, part, part, part, part], City = part, Region = part, PostalCode = new string('x', PostalAddress.MaxPostalCodeLength), Country = "GB" };

        longest.ToText().Length.ShouldBeLessThanOrEqualTo(Delivery.MaxAddressLength);
    }
}
