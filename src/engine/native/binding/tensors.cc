#include "tensors.h"

#include <cstring>

#include "tensorflow/c/tf_tstring.h"

namespace dnn {

namespace {

struct Bytes {
  const void* data;
  size_t size;
};

Bytes bytesOf(napi_env env, napi_value array, napi_typedarray_type* type) {
  bool is = false;
  check(env, napi_is_typedarray(env, array, &is));
  if (!is) throw Failure("the values of a tensor are not a typed array");
  size_t length = 0;
  void* data = nullptr;
  check(env, napi_get_typedarray_info(env, array, type, &length, &data, nullptr, nullptr));
  size_t width = 1;
  if (*type == napi_int16_array || *type == napi_uint16_array) width = 2;
  if (*type == napi_int32_array || *type == napi_uint32_array || *type == napi_float32_array) width = 4;
  if (*type == napi_float64_array || *type == napi_bigint64_array || *type == napi_biguint64_array) width = 8;
  return {data, length * width};
}

// 64-bit integers are passed as BigInt64Array, or as pairs of 32-bit words, the lower one first.
bool fits(napi_typedarray_type type, TF_DataType dtype) {
  switch (dtype) {
    case TF_FLOAT:
    case TF_COMPLEX64:
      return type == napi_float32_array;
    case TF_INT32:
      return type == napi_int32_array;
    case TF_INT64:
      return type == napi_bigint64_array || type == napi_int32_array;
    case TF_BOOL:
    case TF_UINT8:
      return type == napi_uint8_array || type == napi_uint8_clamped_array;
    default:
      return false;
  }
}

int64_t sizeOf(const std::vector<int64_t>& shape) {
  int64_t size = 1;
  for (const int64_t extent : shape) size *= extent;
  return size;
}

void deleteStrings(void* data, size_t bytes, void*) {
  TF_TString* strings = static_cast<TF_TString*>(data);
  for (size_t i = 0; i < bytes / sizeof(TF_TString); i++) TF_StringDealloc(&strings[i]);
  delete[] strings;
}

Tensor stringTensor(napi_env env, const std::vector<int64_t>& shape, napi_value values) {
  const int64_t size = sizeOf(shape);
  const bool many = isArray(env, values);
  if ((many ? lengthOf(env, values) : 1) != size) throw Failure("a string tensor has more or fewer strings than its shape");
  TF_TString* strings = new TF_TString[size];
  for (int64_t i = 0; i < size; i++) TF_StringInit(&strings[i]);
  const size_t bytes = size * sizeof(TF_TString);
  Tensor tensor(TF_NewTensor(TF_STRING, shape.data(), shape.size(), strings, bytes, deleteStrings, nullptr));
  for (int64_t i = 0; i < size; i++) {
    const napi_value value = many ? at(env, values, i) : values;
    if (kindOf(env, value) == napi_string) {
      const std::string text = stringOf(env, value);
      TF_StringCopy(&strings[i], text.data(), text.size());
    } else {
      napi_typedarray_type type;
      const Bytes text = bytesOf(env, value, &type);
      TF_StringCopy(&strings[i], static_cast<const char*>(text.data), text.size);
    }
  }
  return tensor;
}

Tensor numberTensor(napi_env env, const std::vector<int64_t>& shape, TF_DataType dtype, napi_value values) {
  napi_typedarray_type type;
  const Bytes given = bytesOf(env, values, &type);
  if (!fits(type, dtype)) throw Failure("the values of a tensor do not fit its type " + std::to_string(dtype));
  const size_t expected = sizeOf(shape) * TF_DataTypeSize(dtype);
  if (given.size != expected) {
    throw Failure("the values of a tensor take " + std::to_string(given.size) + " bytes; its shape needs " +
                  std::to_string(expected));
  }
  Tensor tensor = allocate(dtype, TF_DataTypeSize(dtype), shape);
  std::memcpy(TF_TensorData(tensor.get()), given.data, expected);
  return tensor;
}

napi_value bytesAs(napi_env env, napi_typedarray_type type, size_t length, const void* data, size_t bytes) {
  void* copy = nullptr;
  napi_value buffer, array;
  check(env, napi_create_arraybuffer(env, bytes, &copy, &buffer));
  if (bytes > 0) std::memcpy(copy, data, bytes);
  check(env, napi_create_typedarray(env, type, length, buffer, 0, &array));
  return array;
}

napi_value stringsOf(napi_env env, const TF_Tensor* tensor) {
  const TF_TString* strings = static_cast<const TF_TString*>(TF_TensorData(tensor));
  const int64_t size = TF_TensorElementCount(tensor);
  napi_value array;
  check(env, napi_create_array_with_length(env, size, &array));
  for (int64_t i = 0; i < size; i++) {
    const size_t bytes = TF_StringGetSize(&strings[i]);
    const napi_value text = bytesAs(env, napi_uint8_array, bytes, TF_StringGetDataPointer(&strings[i]), bytes);
    check(env, napi_set_element(env, array, i, text));
  }
  return array;
}

}  // namespace

napi_value describe(napi_env env, Handle handle) {
  Status status;
  const int rank = TFE_TensorHandleNumDims(handle.get(), status.get());
  status.check("the rank of an output");
  napi_value description, shape;
  check(env, napi_create_array_with_length(env, rank, &shape));
  for (int i = 0; i < rank; i++) {
    const int64_t extent = TFE_TensorHandleDim(handle.get(), i, status.get());
    status.check("the shape of an output");
    check(env, napi_set_element(env, shape, i, number(env, extent)));
  }
  check(env, napi_create_object(env, &description));
  set(env, description, "shape", shape);
  set(env, description, "dtype", number(env, TFE_TensorHandleDataType(handle.get())));
  set(env, description, "id", number(env, Environment::of(env).add(std::move(handle))));
  return description;
}

std::vector<int64_t> shapeOf(const TF_Tensor* tensor) {
  std::vector<int64_t> extents(TF_NumDims(tensor));
  for (size_t i = 0; i < extents.size(); i++) extents[i] = TF_Dim(tensor, i);
  return extents;
}

void requireType(const TF_Tensor* tensor, TF_DataType type) {
  if (TF_TensorType(tensor) == type) return;
  throw Failure(std::string("a tensor is not of type ") + (type == TF_FLOAT ? "float32" : "bool"));
}

Tensor allocate(TF_DataType type, size_t width, const std::vector<int64_t>& shape) {
  const int64_t bytes = sizeOf(shape) * width;
  Tensor tensor(TF_AllocateTensor(type, shape.data(), shape.size(), bytes));
  if (!tensor) throw Failure("out of memory: cannot allocate a tensor of " + std::to_string(bytes) + " bytes");
  return tensor;
}

napi_value createTensor(napi_env env, napi_callback_info info) {
  const auto given = argumentsOf(env, info, 3);
  const std::vector<int64_t> shape = integersOf(env, given[0]);
  const TF_DataType dtype = static_cast<TF_DataType>(integerOf(env, given[1]));
  context();
  Tensor tensor = dtype == TF_STRING ? stringTensor(env, shape, given[2]) : numberTensor(env, shape, dtype, given[2]);
  return number(env, Environment::of(env).add(std::move(tensor)));
}

napi_value deleteTensor(napi_env env, napi_callback_info info) {
  Environment::of(env).remove(integerOf(env, argumentsOf(env, info, 1)[0]));
  return undefined(env);
}

napi_value tensorDataSync(napi_env env, napi_callback_info info) {
  const TF_Tensor* tensor = Environment::of(env).tensor(integerOf(env, argumentsOf(env, info, 1)[0]));
  const size_t size = TF_TensorElementCount(tensor);
  const size_t bytes = TF_TensorByteSize(tensor);
  const void* data = TF_TensorData(tensor);
  switch (TF_TensorType(tensor)) {
    case TF_FLOAT:
      return bytesAs(env, napi_float32_array, size, data, bytes);
    case TF_COMPLEX64:
      return bytesAs(env, napi_float32_array, 2 * size, data, bytes);
    case TF_INT32:
      return bytesAs(env, napi_int32_array, size, data, bytes);
    case TF_INT64:
      return bytesAs(env, napi_bigint64_array, size, data, bytes);
    case TF_BOOL:
    case TF_UINT8:
      return bytesAs(env, napi_uint8_array, size, data, bytes);
    case TF_STRING:
      return stringsOf(env, tensor);
    default:
      throw Failure("a tensor of type " + std::to_string(TF_TensorType(tensor)) + " cannot be read");
  }
}

}  // namespace dnn
