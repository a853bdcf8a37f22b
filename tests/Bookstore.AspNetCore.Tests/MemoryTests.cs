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
        var client = new ClientLimiter(TimeProvider.System);

        var problem = await ListWriter.WriteAsync(context, budget, client, 10, _ => ValueTask.FromResult(page), static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);
        budget.Return(50_000);
        var later = await ListWriter.WriteAsync(context, budget, client, 10, _ => ValueTask.FromResult(page), static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);

        problem!.Body.Code.ShouldBe("overloaded");
        later.ShouldBeNull();
        budget.TryTake(100_000).ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_that_one_client_does_not_read_leave_room_for_those_of_others()
    {
        var budget = new MemoryBudget(128 * MiB);
        var page = new Page<string>([new string('x', MiB)], null);
        var slow = new ClientLimiter(TimeProvider.System);
        using var unread = new Unread();
        var sending = Enumerable.Range(0, 31).Select(_ => WriteAsync(slow, unread)).ToList();

        (await WriteAsync(slow, new MemoryStream()))!.Body.Code.ShouldBe("too_many_requests");
        (await WriteAsync(new ClientLimiter(TimeProvider.System), new MemoryStream())).ShouldBeNull();
        unread.Read();
        (await Task.WhenAll(sending)).ShouldAllBe(static problem => problem == null);
        (await WriteAsync(slow, new MemoryStream())).ShouldBeNull();
        budget.TryTake(128 * MiB).ShouldBeTrue();

        async Task<ApiProblem?> WriteAsync(ClientLimiter client, Stream body)
        {
            var context = Context([]);
            context.Response.Body = body;
            return await ListWriter.WriteAsync(context, budget, client, 10, _ => ValueTask.FromResult(page), static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);
        }
    }

    [Fact]
    public async Task One_client_has_2000_items_read_at_a_time_and_others_do_not_wait_for_them()
    {
        var store = new TaskCompletionSource<Page<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = new ClientLimiter(TimeProvider.System);
        var reads = 0;
        var lists = Enumerable.Range(0, 10).Select(_ => WriteAsync(busy)).ToList();
        reads.ShouldBe(2);

        var other = WriteAsync(new ClientLimiter(TimeProvider.System));

        reads.ShouldBe(3);
        store.SetResult(new Page<string>(["x"], null));
        (await Task.WhenAll([other, .. lists])).ShouldAllBe(static problem => problem == null);
        reads.ShouldBe(11);

        async Task<ApiProblem?> WriteAsync(ClientLimiter client) => await ListWriter.WriteAsync(
            Context([]), new MemoryBudget(MiB), client, 1_000, ReadAsync, static (writer, text) => writer.WriteStringValue(text), ResourceWriter.NoStore);

        ValueTask<Page<string>> ReadAsync(int limit)
        {
            Interlocked.Increment(ref reads);
            return new(store.Task);
        }
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

    /// <summary>An answer that nobody reads until <see cref="Read"/>.</summary>
    private sealed class Unread : MemoryStream
    {
        private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Read() => _read.SetResult();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(_read.Task);
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
