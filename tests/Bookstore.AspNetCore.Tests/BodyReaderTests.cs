using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Bookstore.AspNetCore;

public sealed class BodyReaderTests
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"customer_id\"", "\"items\"", "\"isbn\"", "\"quantity\"", "\"payment\"", "\"card_number\"", "\"x\"", "\"9780140449136\"",
        "\"\\ud800\"", "\"\\u0000\"", "1", "-0.5e7", "null", "true", " ", "\"",
    ];

    [Fact]
    public void Read_anything_at_all_ends_in_a_value_or_in_errors_or_in_malformed_json()
    {
        var texts = Gen.Elements(Tokens).ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text => IsReadOrRefused(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Read_a_valid_order_with_one_byte_changed_never_fails_otherwise()
    {
        var order = Encoding.UTF8.GetBytes(Bodies.Order());
        for (var index = 0; index < order.Length; index++)
        {
            foreach (var value in "\0\"\\{}[]:,x1-"u8)
            {
                var changed = (byte[])order.Clone();
                changed[index] = value;
                IsReadOrRefused(Encoding.UTF8.GetString(changed)).ShouldBeTrue();
            }
        }
    }

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            var body = new BodyReader(Encoding.UTF8.GetBytes(text));
            var order = body.BeginObject() ? PlaceOrderParser.Read(ref body) : null;
            body.End();
            return order is not null || body.Errors.Any;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
