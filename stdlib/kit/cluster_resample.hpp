// A bootstrap sample of whole clusters in which a cluster drawn twice counts as two.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::kit {

class ClusterResampler {
 public:
  // `use` has one flag for each row; rows outside are drawn along with their cluster, for lags. Without a cluster
  // variable single used rows are drawn. Error 2000 without rows.
  ClusterResampler(const data::Frame& f, std::string cluster, const std::vector<std::uint8_t>& use);

  std::size_t clusters() const { return units_.size(); }

  // As many clusters as there are, drawn with replacement. The cluster variable numbers the draws, so that fixed
  // effects and cluster() treat repeated clusters as distinct; a panel declared by it stays declared.
  data::FramePtr draw(numeric::rng::Generator& g) const;
  // The same for clusters that are named.
  data::FramePtr take(const std::vector<std::size_t>& clusters) const;
  // The clusters that draw takes from the same state of the generator.
  std::vector<std::size_t> draw_clusters(numeric::rng::Generator& g) const;
  // The cluster of every row of the data; -1 for rows that are never drawn.
  std::vector<std::int32_t> cluster_of_rows() const;

 private:
  const data::Frame& frame_;
  std::string cluster_;
  std::vector<std::vector<data::Row>> units_;
};

}  // namespace nqp::kit
