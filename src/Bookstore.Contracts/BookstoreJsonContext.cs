using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Reads and writes every body of the API without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(BookResource))]
[JsonSerializable(typeof(IReadOnlyList<BookResource>))]
[JsonSerializable(typeof(SaveBookBody))]
[JsonSerializable(typeof(ChangeStockBody))]
[JsonSerializable(typeof(StockLevelResource))]
[JsonSerializable(typeof(StockMovementResource))]
[JsonSerializable(typeof(IReadOnlyList<StockMovementResource>))]
[JsonSerializable(typeof(PlaceOrderBody))]
[JsonSerializable(typeof(OrderReceipt))]
[JsonSerializable(typeof(OrderResource))]
[JsonSerializable(typeof(IReadOnlyList<OrderResource>))]
[JsonSerializable(typeof(ScheduleDeliveryBody))]
[JsonSerializable(typeof(MoveDeliveryBody))]
[JsonSerializable(typeof(DeliveryResource))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryResource>))]
[JsonSerializable(typeof(MarkWorkDoneBody))]
[JsonSerializable(typeof(GiveUpWorkBody))]
[JsonSerializable(typeof(WorkResource))]
[JsonSerializable(typeof(IReadOnlyList<WorkResource>))]
[JsonSerializable(typeof(CreateReservationBody))]
[JsonSerializable(typeof(ExtendReservationBody))]
[JsonSerializable(typeof(ReservationResource))]
[JsonSerializable(typeof(EventResource))]
[JsonSerializable(typeof(IReadOnlyList<EventResource>))]
[JsonSerializable(typeof(HealthResource))]
[JsonSerializable(typeof(ProblemResource))]
public sealed partial class BookstoreJsonContext : JsonSerializerContext;
