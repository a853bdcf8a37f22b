using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>A request takes memory in proportion to what it sends, and all of them together no more than a bound.</summary>
public sealed class MemoryTests
{
    private const int MiB = 1_048_576;

    [Theory]
    [InlineData(30, 100)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Unknown_members_take_no_more_than_a_few_times_their_own_size(int depth, int nameLength)
    {
        var body = Encoding.UTF8.GetBytes(Nested(depth, nameLength, MiB));
        IsRead(body).ShouldBeFalse();
        var before = GC.GetAllocatedBytesForCurrentThread();

        IsRead(body).ShouldBeFalse();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 * MiB);
    }

    [Fact]
    public void An_object_may_have_1000_unknown_members_and_not_one_more()
    {
        var errors = ErrorsOf(Many(1_001));

        errors[string.Empty].ShouldBe(["has more than 1,000 members that are not known"]);
        ErrorsOf(Many(1_000)).ContainsKey(string.Empty).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_does_not_grow_far_beyond_its_request()
    {
        await using var shop = await TestShop.StartAsync();
        var twice = string.Join(',', Enumerable.Range(0, 150).Select(static number => string.Create(CultureInfo.InvariantCulture, $"\"a{number % 1_000}\":1,\"a{number % 1_000}\":1")));
        var body = string.Concat(Enumerable.Repeat($"{{\"{new string('x', 50)}\":", 30)) + "{" + twice + "}" + new string('}', 30);

        var answer = await shop.PostAsync("/api/orders", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        answer.Text.Length.ShouldBeLessThan(40_000);
        answer.Json["errors"]!.AsObject().ShouldAllBe(error => error.Key.Length <= 201);
    }

    [Fact]
    public async Task A_body_that_is_announced_takes_no_memory_before_it_arrives()
    {
        var context = Context([]);
        var arriving = new FirstRead();
        context.Request.ContentLength = MiB;
        context.Request.Body = arriving;

        await RequestBody.ReadAsync<PlaceOrderBody>(context, new ApiSettings("USD", MiB), ProblemCodes.InvalidOrder);

        arriving.Offered.ShouldBeLessThanOrEqualTo(32_768);
    }

    [Fact]
    public async Task Bodies_beyond_the_memory_for_all_of_them_are_refused_with_nothing_written()
    {
        var settings = new ApiSettings("USD", MiB);
        settings.Bodies.TryTake(8 * 2 * MiB * 4L).ShouldBeTrue();
        var context = Context(new byte[MiB]);

        var (value, problem) = await RequestBody.ReadAsync<PlaceOrderBody>(context, settings, ProblemCodes.InvalidOrder);

        value.ShouldBeNull();
        problem!.Body.Code.ShouldBe("overloaded");
        problem.RetryAfter.ShouldNotBeNull();
        var (_, small) = await RequestBody.ReadAsync<PlaceOrderBody>(Context(new byte[16_000]), settings, ProblemCodes.InvalidOrder);
        small!.Body.Code.ShouldBe("invalid_order");
    }

    [Fact]
    public async Task What_a_body_took_of_the_memory_for_all_is_given_back()
    {
        var settings = new ApiSettings("USD", MiB);
        for (var number = 0; number < 200; number++)
        {
            var (_, problem) = await RequestBody.ReadAsync<PlaceOrderBody>(Context(new byte[MiB]), settings, ProblemCodes.InvalidOrder);
            problem!.Body.Code.ShouldBe("invalid_order");
        }
    }

    [Fact]
    public async Task Pages_beyond_the_memory_for_all_of_them_are_refused()
    {
        var budget = new MemoryBudget(100_000);
        budget.TryTake(50_000).ShouldBeTrue();
        var page = new Page<string>([new string('x', 70_000)], null);
        var context = Context([]);

        var problem = await ListWriter.WriteAsync(context, budget, 10, _ => ValueTask.FromResult(page), static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);
        budget.Return(50_000);
        var later = await ListWriter.WriteAsync(context, budget, 10, _ => ValueTask.FromResult(page), static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);

        problem!.Body.Code.ShouldBe("overloaded");
        later.ShouldBeNull();
        budget.TryTake(100_000).ShouldBeTrue();
    }

    [Theory]
    [InlineData("80000000")]
    [InlineData("zz")]
    [InlineData("ffffffffffffffff")]
    public async Task A_malformed_chunk_is_the_clients_fault(string size)
    {
        var log = new ListLoggerProvider();
        await using var shop = await TestShop.StartAsync(host: builder => builder.Logging.AddProvider(log));
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", shop.Http.BaseAddress!.Port);
        var stream = connection.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/orders HTTP/1.1\r\nHost: x\r\nX-API-Key: {TestShop.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n"));
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync())!.ShouldStartWith("HTTP/1.1 400");
        log.Lines.ShouldNotContain(line => line.Contains("RequestFailed", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static bool IsRead(byte[] utf8)
    {
        var errors = new FieldErrors();
        BodyReader.Check(utf8, BodyContract<PlaceOrderBody>.Rules, new BodyAddress("USD", null), errors);
        return !errors.Any && JsonSerializer.Deserialize(utf8, BodyContract<PlaceOrderBody>.Type) is not null;
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> ErrorsOf(string json)
    {
        var errors = new FieldErrors();
        BodyReader.Check(Encoding.UTF8.GetBytes(json), BodyContract<PlaceOrderBody>.Rules, new BodyAddress("USD", null), errors);
        return errors.ByPointer!;
    }

    private static string Many(int count) => "{" + string.Join(',', Enumerable.Range(0, count).Select(static number => string.Create(CultureInfo.InvariantCulture, $"\"a{number}\":1"))) + "}";

    // Objects inside each other, the innermost full of short members.
    private static string Nested(int depth, int nameLength, int size)
    {
        var text = new StringBuilder();
        for (var level = 0; level < depth; level++)
        {
            text.Append("{\"").Append('~', nameLength).Append("\":");
        }

        text.Append('{');
        for (var number = 0; text.Length < size - 100; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(number == 0 ? "" : ",")}\"{number:x}\":1");
        }

        return text.Append('}').Append('}', depth).ToString();
    }

    private static DefaultHttpContext Context(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = body.Length;
        context.Request.Body = new MemoryStream(body);
        context.Response.Body = new MemoryStream();
        return context;
    }

    /// <summary>A body that never comes, and notes how large a buffer was ready for it.</summary>
    private sealed class FirstRead : MemoryStream
    {
        public int Offered { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Offered = buffer.Length;
            return ValueTask.FromResult(0);
        }
    }
}
